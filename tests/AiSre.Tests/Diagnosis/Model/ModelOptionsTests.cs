using AiSre.Diagnosis.Model;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Diagnosis.Model;

public class ModelOptionsTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("Model:BaseAddress=;Model:Name=;Model:Key=", false)]
    [InlineData("Model:BaseAddress=http://localhost:11434/v1;Model:Name=small", true)]
    [InlineData("Model:BaseAddress=https://api.openai.com/v1;Model:Name=large;Model:Key=k", true)]
    public void A_model_is_configured_by_an_address_and_a_name(string settings, bool isConfigured) =>
        Assert.Equal(isConfigured, Options(settings).IsConfigured);

    [Theory]
    [InlineData("Model:Name=small", "Model:Name is set and Model:BaseAddress is not; set both to use a model, or neither.")]
    [InlineData("Model:BaseAddress=http://localhost/v1", "Model:BaseAddress is set and Model:Name is not; set both to use a model, or neither.")]
    [InlineData("Model:Key=k", "Model:Key is set, and Model:BaseAddress and Model:Name are not; set all three to use a model, or none.")]
    [InlineData("Model:BaseAddress=localhost/v1;Model:Name=a", "Model:BaseAddress is not an address of an API; give one such as https://api.openai.com/v1, without a user, a query or a fragment.")]
    [InlineData("Model:BaseAddress=ftp://a/v1;Model:Name=a", "Model:BaseAddress is not an address of an API; give one such as https://api.openai.com/v1, without a user, a query or a fragment.")]
    [InlineData("Model:BaseAddress=https://u:secret@a/v1;Model:Name=a", "Model:BaseAddress is not an address of an API; give one such as https://api.openai.com/v1, without a user, a query or a fragment.")]
    [InlineData("Model:BaseAddress=https://a/v1;Model:Name=a;Model:Key=a b", "Model:Key contains blanks or other characters that no HTTP header can carry; give the key alone.")]
    [InlineData("Model:Timeout=00:00:00", "Model:Timeout is 00:00:00; give a time from 00:00:01 to 00:10:00.")]
    [InlineData("Model:MaxEvidenceBytes=10", "Model:MaxEvidenceBytes is 10; give a number of bytes from 1024 to 4194304.")]
    [InlineData("Model:MaxAnswerTokens=1", "Model:MaxAnswerTokens is 1; give a number of tokens from 256 to 65536.")]
    public void A_mistake_is_said_in_the_operators_words(string settings, string sentence) =>
        Assert.Equal([sentence], Assert.Throws<OptionsValidationException>(() => Options(settings)).Failures);

    [Fact]
    public void All_mistakes_are_said_at_once() =>
        Assert.Equal(3, Assert.Throws<OptionsValidationException>(() => Options("Model:Name=a;Model:Timeout=1.00:00:00;Model:MaxEvidenceBytes=0")).Failures.Count());

    private static ModelOptions Options(string settings)
    {
        var configuration = new ConfigurationManager();
        foreach (var setting in settings.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            configuration[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        using var services = new ServiceCollection().AddModelAnalyst(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ModelOptions>>().Value;
    }
}

using AiSre.GitHub;
using FsCheck.Xunit;

namespace AiSre.Tests.GitHub;

public sealed class RepositoryAddressTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop", "github.com", "acme", "shop")]
    [InlineData("https://github.com/acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("https://github.com/acme/shop/", "github.com", "acme", "shop")]
    [InlineData("https://GitHub.com/Acme/Shop.git", "github.com", "Acme", "Shop")]
    [InlineData("https://user:token@github.com/acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("https://github.com:443/acme/shop", "github.com", "acme", "shop")]
    [InlineData("https://github.example.com:8443/acme/shop.git", "github.example.com:8443", "acme", "shop")]
    [InlineData("http://127.0.0.1:5001/acme/shop.git", "127.0.0.1:5001", "acme", "shop")]
    [InlineData("http://[::1]:5001/acme/shop.git", "[::1]:5001", "acme", "shop")]
    [InlineData("git@github.com:acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("git@github.com:acme/shop", "github.com", "acme", "shop")]
    [InlineData("org-123@github.com:acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("ssh://git@github.com/acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("ssh://git@github.example.com:2222/acme/shop.git", "github.example.com", "acme", "shop")]
    [InlineData("ssh://git@ssh.github.com:443/acme/shop.git", "github.com", "acme", "shop")]
    [InlineData("  https://github.com/acme/.github  ", "github.com", "acme", ".github")]
    [InlineData("https://github.com/acme/my.app.git", "github.com", "acme", "my.app")]
    public void Every_spelling_that_Argo_CD_accepts_is_understood(string url, string host, string owner, string name)
    {
        var address = RepositoryAddress.Parse(url);

        Assert.Equal((host, owner, name), (address.Host, address.Owner, address.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("github.com/acme/shop")]
    [InlineData("https://github.com/acme")]
    [InlineData("https://github.com/acme/shop/tree/main")]
    [InlineData("https://charts.example.com")]
    [InlineData("oci://registry.example.com/acme/shop")]
    [InlineData("file:///srv/acme/shop.git")]
    [InlineData("https://github.com/acme/shop?x=1")]
    public void What_names_no_repository_on_a_host_is_refused_in_a_sentence(string? url)
    {
        Assert.Null(RepositoryAddress.TryParse(url));

        var problem = Assert.Throws<ProblemException>(() => RepositoryAddress.Parse(url));
        Assert.Contains("is not the address of a GitHub repository", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsTransient);
    }

    [Fact]
    public void Spellings_of_one_repository_are_equal()
    {
        var one = RepositoryAddress.Parse("https://github.com/acme/shop.git");
        var other = RepositoryAddress.Parse("git@github.com:Acme/Shop");

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, RepositoryAddress.Parse("https://github.com/acme/shop2"));
        Assert.NotEqual(one, RepositoryAddress.Parse("https://github.example.com/acme/shop"));
    }

    [Property]
    public bool No_text_makes_it_throw(string? text) =>
        RepositoryAddress.TryParse(text) is not { } address || (address.Owner.Length > 0 && address.Name.Length > 0);
}

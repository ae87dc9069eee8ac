using System.Text.Json;
using AiSre.Clusters.Managed;

namespace AiSre.Tests.Clusters.Managed;

public sealed class AccountRightsTests
{
    [Theory]
    [InlineData("""{"verbs": ["get", "list", "watch"], "apiGroups": ["", "apps"], "resources": ["pods", "deployments"]}""", "")]
    [InlineData("""{"verbs": ["create"], "apiGroups": ["authorization.k8s.io"], "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]}""", "")]
    [InlineData("""{"verbs": ["create"], "apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"]}""", "create subjectaccessreviews")]
    [InlineData("""{"verbs": ["get", "delete", "patch"], "apiGroups": [""], "resources": ["pods"]}""", "delete pods, patch pods")]
    [InlineData("""{"verbs": ["get"], "apiGroups": [""], "resources": ["secrets"]}""", "get secrets")]
    [InlineData("""{"verbs": ["get"], "apiGroups": ["other.example"], "resources": ["secrets"]}""", "")]
    [InlineData("""{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}""", "do anything with everything")]
    [InlineData("""{"verbs": ["create"], "apiGroups": [""], "resources": ["pods/exec"]}""", "create pods/exec")]
    [InlineData("""{"verbs": ["impersonate"], "apiGroups": [""], "resources": ["users"], "resourceNames": ["x"]}""", "impersonate users")]
    [InlineData("""{"verbs": null}""", "")]
    public void What_goes_beyond_reading_is_named(string rule, string expected) =>
        Assert.Equal((expected, true), Excess($$"""{"status": {"incomplete": false, "resourceRules": [{{rule}}]} }"""));

    [Theory]
    [InlineData("""{"status": {"incomplete": true, "resourceRules": []} }""")]
    [InlineData("""{"kind": "Status"}""")]
    [InlineData("[]")]
    public void A_server_that_does_not_tell_all_is_not_taken_for_one_that_does(string review) => Assert.Equal(("", false), Excess(review));

    [Fact]
    public void Many_rights_are_counted()
    {
        var rule = $$"""{"verbs": ["create", "delete"], "apiGroups": [""], "resources": [{{string.Join(", ", Enumerable.Range(10, 10).Select(number => $"\"r{number}\""))}}]}""";

        Assert.EndsWith("create r17, and 12 more", Excess($$"""{"status": {"resourceRules": [{{rule}}]} }""").Excess, StringComparison.Ordinal);
    }

    private static (string Excess, bool IsComplete) Excess(string review)
    {
        using var json = JsonDocument.Parse(review);
        var (excess, isComplete) = AccountRights.Excess(json.RootElement);
        return (string.Join(", ", excess), isComplete);
    }
}

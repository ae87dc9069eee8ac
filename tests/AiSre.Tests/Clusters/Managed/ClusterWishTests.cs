using AiSre.Clusters.Managed;

namespace AiSre.Tests.Clusters.Managed;

public sealed class ClusterWishTests
{
    private const string Good = """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]
        users: [{name: u, user: {token: top-secret}}, {name: other, user: {token: x}}]
        contexts: [{name: west, context: {cluster: c, user: u}}]
        current-context: west
        """;

    [Theory]
    [InlineData("prod", true)]
    [InlineData("Prod.eu-1_a", true)]
    [InlineData("", false)]
    [InlineData("new", false)]
    [InlineData("-prod", false)]
    [InlineData("a/b", false)]
    [InlineData("prod\n", false)]
    public void A_name_fits_into_an_address(string name, bool isGood) => Assert.Equal(isGood, Wish(Good, name).Mistake(false) is null);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("current-context: west", "current-context: east", "no context east")]
    [InlineData("current-context: west", "", "no current context")]
    [InlineData("{token: top-secret}", "{exec: {command: sh, apiVersion: client.authentication.k8s.io/v1}}", "from a program")]
    [InlineData("{token: top-secret}", "{auth-provider: {name: gcp, config: {cmd-path: /bin/sh}}}", "from a program")]
    [InlineData("{token: top-secret}", "{client-certificate: /etc/passwd, client-key: /etc/shadow}", "files that are not in it")]
    [InlineData("{server: \"https://10.0.0.1:6443\"}", "{server: \"https://10.0.0.1:6443\", certificate-authority: /etc/passwd}", "files that are not in it")]
    [InlineData("{server: \"https://10.0.0.1:6443\"}", "{}", "names no server")]
    [InlineData("https://10.0.0.1:6443", "file:///etc/passwd", "names no server")]
    [InlineData("kind: Config", "kind: [top-secret", "is not YAML")]
    public void A_pasted_kubeconfig_may_neither_run_a_program_nor_read_a_file(string? part, string? other, string? expected)
    {
        var mistake = Wish(part is null ? Good : Good.Replace(part, other, StringComparison.Ordinal)).Mistake(false);

        Assert.Equal(expected is null, mistake is null);
        Assert.Contains(expected ?? "", mistake ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("top-secret", mistake ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_context_does_not_use_does_not_count() =>
        Assert.Null(Wish(Good.Replace("{token: x}", "{exec: {command: sh}}", StringComparison.Ordinal)).Mistake(false));

    [Fact]
    public void A_kubeconfig_may_stay_only_where_there_is_one()
    {
        Assert.Contains("no kubeconfig", Wish("").Mistake(false), StringComparison.Ordinal);
        Assert.Null(Wish("").Mistake(true));
        Assert.Equal("kept", Wish("").ToOptions("kept").KubeconfigText);
    }

    private static ClusterWish Wish(string kubeconfig, string name = "prod") => new() { Name = name, Source = CredentialSource.Kubeconfig, Kubeconfig = kubeconfig };
}

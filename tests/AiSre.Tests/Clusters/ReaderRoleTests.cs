using AiSre.Clusters;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Clusters;

public sealed class ReaderRoleTests
{
    [Fact]
    public void The_role_that_ships_is_the_one_that_is_needed()
    {
        var file = Path.Combine(Repository(), "deploy", "clusterrole.yaml");
        var expected = ReaderRole.Yaml();

        Assert.True(File.Exists(file) && File.ReadAllText(file) == expected, $"deploy/clusterrole.yaml is not what AiSre needs. Run ./aisre rbac > deploy/clusterrole.yaml, which writes:\n\n{expected}");
    }

    [Fact]
    public void The_role_reads_every_kind_and_no_secret_and_writes_nothing()
    {
        var lines = ReaderRole.Yaml().Split('\n').Where(line => !line.StartsWith('#')).ToList();

        Assert.All(ObjectKinds.All, kind => Assert.Contains(lines, line => line.StartsWith("  resources: [", StringComparison.Ordinal) && line.Split('[', ']', ',', ' ').Contains(kind.Plural)));
        Assert.DoesNotContain(lines, line => line.Contains("secrets", StringComparison.OrdinalIgnoreCase) || line.Contains('*', StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains("verbs", StringComparison.Ordinal)), line => Assert.Contains(line.Trim(), (string[])["verbs: [get, list, watch]", "verbs: [list]", "verbs: [get]"]));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AiSre.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}

using System.Text.Json;
using AiSre.Clusters.Objects;
using AiSre.Detection;

namespace AiSre.Tests.Detection.Health;

/// <summary>The health that Argo CD itself gives the manifests of its own tests, which lie beside the repository.</summary>
public sealed class CaseHealthTests
{
    [Fact]
    public void Health_is_what_Argo_CD_says_it_is()
    {
        var file = Find();
        Assert.SkipWhen(file is null, "The development cases (../shared/cases) are not on this machine.");
        using var cases = JsonDocument.Parse(File.ReadAllText(file!));

        var wrong = cases.RootElement.EnumerateArray()
            .Select(one => (
                Id: one.GetProperty("id").GetString(),
                Expected: one.GetProperty("expected").GetProperty("status").GetString(),
                Actual: ObjectHealth.Of(ObjectReader.Read(one.GetProperty("manifest"))!)?.Status.ToString()))
            .Where(one => one.Expected != one.Actual)
            .ToList();

        Assert.Empty(wrong);
        Assert.NotEqual(0, cases.RootElement.GetArrayLength());
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "cases", "health", "builtin.json");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AiSre.Tests.Remediation.Yaml;

/// <summary>Real edits from Git histories, which lie beside the repository; a test that needs them is skipped where they are not there.</summary>
internal static class EditCorpus
{
    public static IEnumerable<JsonElement> Read(string name)
    {
        var file = Find(name);
        Assert.SkipWhen(file is null, $"The development corpus (../shared/cases/yaml/{name}) is not on this machine.");

        using var reader = new StreamReader(new GZipStream(File.OpenRead(file!), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "cases", "yaml", name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}

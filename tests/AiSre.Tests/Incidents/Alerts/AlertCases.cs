namespace AiSre.Tests.Incidents.Alerts;

/// <summary>Messages of Alertmanager that lie beside the repository.</summary>
internal static class AlertCases
{
    /// <summary>The bytes of a message; the test is skipped where they are not there.</summary>
    public static byte[] Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AiSre.sln")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "cases", "alertmanager", file);
        if (!File.Exists(path))
        {
            Assert.Skip($"The message {file} is not beside the repository, in ../shared/cases/alertmanager.");
        }

        return File.ReadAllBytes(path);
    }
}

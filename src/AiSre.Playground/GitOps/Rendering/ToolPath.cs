namespace AiSre.Playground.GitOps.Rendering;

/// <summary>Finds programs of this machine.</summary>
internal static class ToolPath
{
    /// <returns>Where the PATH has it; null when it does not.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
        .FirstOrDefault(File.Exists);
}

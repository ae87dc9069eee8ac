namespace AiSre.IntegrationTests.Playground.GitHub;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aisre-").FullName;

    public void Dispose()
    {
        // Git writes its objects read-only, which only Windows minds; the tests run where a directory's rights decide.
        Directory.Delete(Path, recursive: true);
    }
}

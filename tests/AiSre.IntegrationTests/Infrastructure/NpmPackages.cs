using CliWrap;
using CliWrap.Buffered;

namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>What others publish on npm and tests measure AiSre by. Kept between runs.</summary>
internal static class NpmPackages
{
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>A folder whose <c>node_modules</c> has the packages; skips the test where that cannot be, and fails it on CI.</summary>
    /// <param name="name">The folder's name.</param>
    /// <param name="packages">Each with its version: <c>name@1.2.3</c>.</param>
    public static async Task<string> FolderAsync(string name, params string[] packages)
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "aisre", name);
        var mark = Path.Combine(folder, "installed");
        var wanted = string.Join(' ', packages);
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!File.Exists(mark) || await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken) != wanted)
            {
                Directory.CreateDirectory(folder);
                if (await FailureOfInstallAsync(folder, packages) is { } reason)
                {
                    Assert.SkipUnless(Requirements.AreErrors, $"{wanted} cannot be installed: {reason}");
                    Assert.Fail($"{wanted} cannot be installed: {reason}");
                }

                await File.WriteAllTextAsync(mark, wanted, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Gate.Release();
        }

        return folder;
    }

    private static async Task<string?> FailureOfInstallAsync(string folder, string[] packages)
    {
        try
        {
            var install = await CliWrap.Cli.Wrap("npm")
                .WithArguments(["install", "--prefix", folder, "--no-audit", "--no-fund", .. packages])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            return install.ExitCode == 0 ? null : install.StandardError.Trim();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return $"npm cannot be started ({exception.Message}).";
        }
    }
}

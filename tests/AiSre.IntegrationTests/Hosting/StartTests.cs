using System.Net;
using System.Net.Sockets;
using AiSre.Data.Embedded;
using AiSre.IntegrationTests.Infrastructure;

namespace AiSre.IntegrationTests.Hosting;

/// <summary>What a person sees in the terminal when the server cannot start: one sentence, never a stack trace.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_database_that_is_down_is_one_sentence_and_exit_code_1()
    {
        var environment = new Dictionary<string, string?> { ["ConnectionStrings__AiSre"] = "Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d" };

        var result = await ProgramResult.RunAsync(environment, "run");

        AssertRefused(result, "PostgreSQL at 127.0.0.1:1 refuses connections: start it, or correct ConnectionStrings__AiSre.");
    }

    [Fact]
    public async Task A_data_folder_in_use_is_one_sentence_and_exit_code_1()
    {
        using var hold = DataFolderLock.Take(folder.Path);

        var result = await ProgramResult.RunAsync("run", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder.Path}");

        AssertRefused(
            result, $"Another AiSre (process {Environment.ProcessId}) is using the data folder {folder.Path}: stop it, or choose another folder.");
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_sentence_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://{taken.LocalEndpoint}";

        var result = await ProgramResult.RunAsync("run", $"--urls={url}", $"--Data:Folder={folder.Path}");

        AssertRefused(
            result, $"AiSre cannot listen on {url} (Address already in use): stop what uses that address, or choose another with --urls.");
    }

    [Fact]
    public async Task All_mistakes_of_the_configuration_are_told_at_once_before_anything_is_started()
    {
        var result = await ProgramResult.RunAsync(
            "run", "--urls=http://127.0.0.1:0", $"--Data:Folder={folder.Path}", "--Verification:Soak=-00:00:01", "--GitHub:Timeout=00:00:00");

        AssertRefused(
            result,
            "GitHub:Timeout is 00:00:00; give a time such as 00:00:10.",
            "Verification:Soak must be between 0 and a day, such as 00:02:00.");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static void AssertRefused(ProgramResult result, params string[] sentences)
    {
        Assert.Equal(sentences.Order(StringComparer.Ordinal), result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiSre.Runbooks.Storage;

/// <summary>Adds the runbooks of a directory at start. What is there already is left alone, whatever the file says.</summary>
internal sealed partial class RunbookImport(RunbookStore store, IOptions<RunbookOptions> options, ILogger<RunbookImport> logger) : IHostedService
{
    private const string ImportedBy = "AiSre";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Import is not { Length: > 0 } directory)
        {
            return;
        }

        if (!Directory.Exists(directory))
        {
            Log.NoDirectory(logger, directory);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(directory, "*.md").Order(StringComparer.Ordinal))
        {
            await ImportAsync(file, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ImportAsync(string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.NotRead(logger, file, error.Message);
            return;
        }

        var parsed = RunbookParser.Parse(text);
        if (!parsed.IsValid)
        {
            Log.NotValid(logger, file, parsed.Errors[0]);
            return;
        }

        if (await store.GetAsync(parsed.Runbook.Id, number: null, cancellationToken) is not null)
        {
            return;
        }

        var result = await store.SaveAsync(
            new SaveRunbook(text, 0, null, ImportedBy, $"Imported from {Path.GetFileName(file)}"), cancellationToken);
        if (result.IsSaved)
        {
            Log.Imported(logger, result.Version.RunbookId, file);
        }
        else
        {
            // Another replica that starts at the same time added it first.
            Log.NotImported(logger, file, result.Refusal!);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Added runbook {RunbookId} from {File}.")]
        public static partial void Imported(ILogger logger, string runbookId, string file);

        [LoggerMessage(Level = LogLevel.Information, Message = "Did not add {File}: {Why}")]
        public static partial void NotImported(ILogger logger, string file, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Runbook {File} was not added because {Error}; correct it and start again.")]
        public static partial void NotValid(ILogger logger, string file, RunbookError error);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Runbook {File} was not added because it cannot be read ({Why}).")]
        public static partial void NotRead(ILogger logger, string file, string why);

        [LoggerMessage(Level = LogLevel.Warning, Message = "No runbooks were added because there is no directory {Directory}; set Runbooks:Import to one that exists.")]
        public static partial void NoDirectory(ILogger logger, string directory);
    }
}

using System.CommandLine;
using System.IO.Compression;
using System.Text;
using AiSre.Remediation.Yaml;

namespace AiSre.Cli;

/// <summary><c>aisre yaml set</c>: changes one value of a YAML or JSON file and leaves every other byte as it is.</summary>
internal static class YamlCommand
{
    // Strict: a file in another encoding is refused, not damaged. A byte order mark stays part of the text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Argument<string?> File = new("FILE") { Description = "The file", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Path = new("PATH") { Description = "Where the value stands: spec.template.spec.containers[0].image, metadata.annotations[\"example.com/a\"], or a JSON array", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Value = new("VALUE") { Description = "The new value; it keeps the type and the quotes of the old one where it can", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Document = new("--document") { Description = "Which document of the file, from 0", HelpName = "N" };
    private static readonly Option<bool> Raw = new("--raw") { Description = "VALUE is YAML source text, quotes included" };
    private static readonly Option<bool> AllUses = new("--all-uses") { Description = "Change an anchored value also where it is used again" };
    private static readonly Option<bool> Stdout = new("--stdout") { Description = "Print the result and leave the file alone" };
    private static readonly Option<string?> Batch = new("--batch") { Description = "Edit texts instead: JSON lines (.jsonl, .jsonl.gz) with id, before, document, path and new_raw or new_value; prints id with after or error", HelpName = "FILE" };

    public static Command Create()
    {
        var set = new Command("set", "Set one value; what cannot be done without guessing is refused with the reason") { File, Path, Value, Document, Raw, AllUses, Stdout, Batch };
        set.Validators.Add(arguments =>
        {
            var isBatch = arguments.GetValue(Batch) is not null;
            if (isBatch ? arguments.GetValue(File) is not null : arguments.GetValue(Value) is null)
            {
                arguments.AddError(isBatch ? "--batch takes no FILE, PATH or VALUE." : "FILE, PATH and VALUE are all needed.");
            }
        });
        set.SetAction(RunAsync);
        return new Command("yaml", "Change one value in a YAML file and leave every other byte alone") { set };
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(Batch) is { } batch)
        {
            await RunBatchAsync(batch, output, cancellationToken);
            return 0;
        }

        var file = arguments.GetValue(File)!;
        var before = await ReadAsync(file, cancellationToken);
        var after = Edit(arguments, file, before);
        if (arguments.GetValue(Stdout))
        {
            await output.WriteAsync(after);
        }
        else if (after != before)
        {
            await WriteAsync(file, after, cancellationToken);
        }

        return 0;
    }

    private static string Edit(ParseResult arguments, string file, string before)
    {
        var (document, value, allUses) = (arguments.GetValue(Document), arguments.GetValue(Value)!, arguments.GetValue(AllUses));
        try
        {
            var path = YamlPath.Parse(arguments.GetValue(Path)!);
            var yaml = YamlFile.Parse(before);
            var result = arguments.GetValue(Raw)
                ? YamlEditor.SetRaw(yaml, document, path, value, allUses)
                : YamlEditor.SetText(yaml, document, path, value, allUses);
            return result.IsMade ? result.File.Text : throw new YamlRefusedException(result.Refusal, result.Line);
        }
        catch (YamlRefusedException refused)
        {
            throw new ProblemException($"{file} was not changed because {refused.Message}.", innerException: refused);
        }
        catch (FormatException error)
        {
            throw new ProblemException(error.Message, innerException: error);
        }
    }

    private static async Task RunBatchAsync(string file, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(file);
            await using var content = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
            using var reader = new StreamReader(content, Utf8);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    await output.WriteLineAsync(YamlBatch.Edit(line));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or DecoderFallbackException)
        {
            throw new ProblemException($"{file} cannot be read: {error.Message}", innerException: error);
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return Utf8.GetString(await System.IO.File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (DecoderFallbackException error)
        {
            throw new ProblemException($"{file} is not UTF-8, and other encodings are left alone; convert it first.", innerException: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{file} cannot be read: {error.Message}", innerException: error);
        }
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await System.IO.File.WriteAllBytesAsync(file, Utf8.GetBytes(text), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{file} cannot be written: {error.Message}", innerException: error);
        }
    }
}

using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Remediation.Yaml;

namespace AiSre.Cli;

/// <summary><c>aisre yaml</c>: changes one thing in a YAML or JSON file and leaves every other byte as it is.</summary>
internal static class YamlCommand
{
    private static readonly Argument<string?> File = new("FILE") { Description = "The file", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Path = new("PATH") { Description = "Where the value stands: spec.template.spec.containers[0].image, metadata.annotations[\"example.com/a\"], or a JSON array", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Value = new("VALUE") { Description = "The new value; it keeps the type and the quotes of the old one where it can", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<string?> Json = new("VALUE") { Description = "What to add: JSON, or a text", Arity = ArgumentArity.ZeroOrOne };
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
        set.SetAction(SetAsync);
        return new Command("yaml", "Change one thing in a YAML or JSON file and leave every other byte alone")
        {
            set,
            Other("add", "Add a key; PATH is the new key", [File, Path, Json, Document, Stdout], (file, arguments, path) => path.Segments is [.., { Key: { } key }]
                ? YamlEditor.AddKey(file, arguments.GetValue(Document), new YamlPath(path.Segments[..^1]), key, Content(arguments))
                : throw new FormatException($"{path} does not end with a key.")),
            Other("append", "Add an item to a list", [File, Path, Json, Document, Stdout], (file, arguments, path) => YamlEditor.Append(file, arguments.GetValue(Document), path, Content(arguments))),
            Other("remove", "Remove a key or an item of a list; comments around it stay", [File, Path, Document, Stdout], (file, arguments, path) => YamlEditor.Remove(file, arguments.GetValue(Document), path)),
        };
    }

    private static Command Other(string name, string description, IReadOnlyList<Symbol> symbols, Func<YamlFile, ParseResult, YamlPath, YamlEditResult> edit)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(Path) is null || (symbols.Contains(Json) && arguments.GetValue(Json) is null))
            {
                arguments.AddError(symbols.Contains(Json) ? "FILE, PATH and VALUE are all needed." : "FILE and PATH are needed.");
            }
        });
        command.SetAction((arguments, cancellationToken) => EditAsync(arguments, (file, path) => edit(file, arguments, path), cancellationToken));
        return command;
    }

    private static async Task<int> SetAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(Batch) is { } batch)
        {
            await RunBatchAsync(batch, arguments.InvocationConfiguration.Output, cancellationToken);
            return 0;
        }

        var (document, value, allUses) = (arguments.GetValue(Document), arguments.GetValue(Value)!, arguments.GetValue(AllUses));
        return await EditAsync(
            arguments,
            (file, path) => arguments.GetValue(Raw) ? YamlEditor.SetRaw(file, document, path, value, allUses) : YamlEditor.SetText(file, document, path, value, allUses),
            cancellationToken);
    }

    private static async Task<int> EditAsync(ParseResult arguments, Func<YamlFile, YamlPath, YamlEditResult> edit, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(File)!;
        var before = await YamlTextFile.ReadAsync(file, cancellationToken);
        var after = Edit(file, before, arguments.GetValue(Path)!, edit);
        if (arguments.GetValue(Stdout))
        {
            await arguments.InvocationConfiguration.Output.WriteAsync(after);
        }
        else if (after != before)
        {
            await YamlTextFile.WriteAsync(file, after, cancellationToken);
        }

        return 0;
    }

    private static string Edit(string file, string before, string path, Func<YamlFile, YamlPath, YamlEditResult> edit)
    {
        try
        {
            var result = edit(YamlFile.Parse(before), YamlPath.Parse(path));
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

    // What a person typed: JSON where it is such, else a text.
    private static JsonNode? Content(ParseResult arguments)
    {
        var text = arguments.GetValue(Json)!;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static async Task RunBatchAsync(string file, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(file);
            await using var content = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
            using var reader = new StreamReader(content, YamlTextFile.Utf8);
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
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AiSre.Remediation.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiSre.Bench.Yaml;

/// <summary>
/// Real one-value edits: how many come out to the byte and how long they take, against parsing the same files with YamlDotNet and, where they
/// are on this machine, against the round-trip editors of other languages.
/// </summary>
internal static class YamlBench
{
    private const int Runs = 5;

    public static int Run(string? corpus)
    {
        corpus ??= Path.Combine("..", "shared", "cases", "yaml", "edit-pairs.jsonl.gz");
        if (!File.Exists(corpus))
        {
            Console.Error.WriteLine($"There are no edits in {corpus}. Give a file of JSON lines (.jsonl or .jsonl.gz) with before, after, document, path and new_raw.");
            return 2;
        }

        var edits = Read(corpus);
        Console.WriteLine($"{edits.Count} edits of {edits.Sum(edit => (long)edit.Before.Length) / 1024} KiB; best of {Runs} runs.");
        Console.WriteLine();
        Console.WriteLine("| what | time | a second | to the byte | × parsing |");
        Console.WriteLine("|---|---|---|---|---|");
        var parse = Best(edits, edit => Parse(edit.Before));
        Row("YamlDotNet parses the file (events)", parse, edits.Count, null, parse);
        Row("YamlDotNet loads the file (nodes)", Best(edits, edit => Load(edit.Before)), edits.Count, null, parse);
        Row("AiSre parses the file (nodes with places)", Best(edits, edit => YamlFile.Parse(edit.Before)), edits.Count, null, parse);
        var right = edits.Count(edit => Edit(edit) == edit.After);
        Row("AiSre edits the file", Best(edits, edit => Edit(edit)), edits.Count, right, parse);
        foreach (var rival in Rival.All)
        {
            if (rival.Run(corpus, Runs) is { } result)
            {
                Row(rival.Name, result.Time, edits.Count, result.Right, parse);
            }
            else
            {
                Console.WriteLine($"| {rival.Name} | not on this machine: {rival.Install} | | | |");
            }
        }

        return right == edits.Count ? 0 : 1;
    }

    private static string? Edit(in CorpusEdit edit) => YamlEditor.SetRaw(YamlFile.Parse(edit.Before), edit.Document, edit.Path, edit.Raw).File?.Text;

    private static void Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
        }
    }

    private static void Load(string text)
    {
        try
        {
            new YamlStream().Load(new StringReader(text));
        }
        catch (YamlException)
        {
            // A key that is written twice is an error to this reader, after it has read the file up to there.
        }
    }

    private static TimeSpan Best(IReadOnlyList<CorpusEdit> edits, Action<CorpusEdit> work)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var edit in edits)
            {
                work(edit);
            }

            var took = Stopwatch.GetElapsedTime(began);
            best = took < best ? took : best;
        }

        return best;
    }

    private static void Row(string what, TimeSpan time, int count, int? right, TimeSpan parse) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {time.TotalMilliseconds:0} ms | {count / time.TotalSeconds:0} | {(right is { } number ? $"{100.0 * number / count:0.0} %" : "")} | {time / parse:0.00} |"));

    private static List<CorpusEdit> Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var content = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var reader = new StreamReader(content, Encoding.UTF8);
        var edits = new List<CorpusEdit>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            using var document = JsonDocument.Parse(line);
            var edit = document.RootElement;
            edits.Add(new CorpusEdit(
                edit.GetProperty("before").GetString()!, edit.GetProperty("after").GetString()!, edit.GetProperty("document").GetInt32(),
                YamlPath.FromJson(edit.GetProperty("path")), edit.GetProperty("new_raw").GetString()!));
        }

        return edits;
    }

    private readonly record struct CorpusEdit(string Before, string After, int Document, YamlPath Path, string Raw);
}

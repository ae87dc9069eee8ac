using System.IO.Compression;
using System.IO.Enumeration;
using System.Text;
using System.Text.Json;

namespace AiSre.Clusters.Objects.Files;

/// <summary>
/// Walks through folders and archives and hands what is in them to a collector. Nothing is written to disk, links are not followed, and an archive is
/// left where it stands for more than <see cref="InputLimits"/> allows.
/// </summary>
internal sealed class InputReader(ObjectCollector collector, InputLimits limits)
{
    /// <summary>Archives in an archive, and no further.</summary>
    private const int Deepest = 3;

    private const int HeadBytes = 512;

    /// <summary>What the library keeps of each token of JSON beside its text.</summary>
    private const int TokenBytes = 12;

    /// <summary>YAML takes longer to read, and longer still where somebody wants it to.</summary>
    private const int YamlCost = 4;

    /// <summary>The type of a file in the upper half of a zip entry's attributes, as Unix has it.</summary>
    private const int TypeOfFile = 0xF000;
    private const int SymbolicLink = 0xA000;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Reads a file or a folder.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public void Take(string path)
    {
        if (Directory.Exists(path))
        {
            TakeFolder(path);
        }
        else if (File.Exists(path))
        {
            using var stream = File.OpenRead(path);
            Take(path, stream);
        }
        else
        {
            throw new ProblemException($"There is no file or folder {path}: name one that holds Kubernetes objects.");
        }
    }

    /// <summary>Reads a stream by what it holds.</summary>
    public void Take(string name, Stream stream) => TakeUnknown(new Source(name, IsAsked: true), stream);

    private void TakeFolder(string folder)
    {
        var links = 0;
        var files = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToSpecifiedFullPath(), Everything)
        {
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
            ShouldIncludePredicate = (ref entry) =>
            {
                var isLink = IsLink(ref entry);
                links += isLink ? 1 : 0;
                return !isLink && !entry.IsDirectory;
            },
        };
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            if (IsOfInterest(file))
            {
                using var stream = File.OpenRead(file);
                TakeByName(new Source(file), stream);
            }
        }

        SayLinks(folder, links);
    }

    // By its first bytes: a name that was typed, or nothing but a pipe, need not tell the truth.
    private void TakeUnknown(Source source, Stream stream)
    {
        var (head, whole) = UnpackedStream.Peek(stream, HeadBytes);
        using (whole)
        {
            if (head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            {
                TakeGzip(source, whole);
            }
            else if (head.AsSpan().StartsWith("PK\x3\x4"u8) || head.AsSpan().StartsWith("PK\x5\x6"u8))
            {
                TakeZip(source, stream.CanSeek ? stream : whole);
            }
            else if (TarArchive.IsOne(head))
            {
                TakeTar(source, whole);
            }
            else if (source.IsAsked && source.Extension is not (".json" or ".yaml" or ".yml" or ".log"))
            {
                TakeText(source, whole);
            }
            else
            {
                TakePlain(source, whole);
            }
        }
    }

    private void TakeByName(Source source, Stream stream)
    {
        if (source.Extension is not (".gz" or ".tgz" or ".tar" or ".zip"))
        {
            TakePlain(source, stream);
        }
        else if (source.Depth <= Deepest)
        {
            TakeUnknown(source, stream);
        }
        else
        {
            collector.AddProblem($"{source.Name} is an archive deep inside other archives and was left out.");
        }
    }

    private void TakePlain(Source source, Stream stream)
    {
        switch (source.Extension)
        {
            case ".json" or ".yaml" or ".yml":
                TakeText(source, stream);
                break;
            case ".txt":
                var (head, whole) = UnpackedStream.Peek(stream, HeadBytes);
                if (source.IsAsked || LogSections.StartsWithOne(head) || LooksLikeJson(head))
                {
                    TakeText(source, whole);
                }

                break;
            case ".log" when LogPlace.Of(source.Path) is { } place:
                var (text, isCut) = LogTail.Read(stream, limits.LogBytes);
                source.Keep(text.Length);
                collector.Add(place, text, isCut);
                break;
        }
    }

    private void TakeText(Source source, Stream stream)
    {
        var most = source.Budget is null ? limits.FileBytes : source.Extension is ".yaml" or ".yml" ? limits.EntryBytes / YamlCost : limits.EntryBytes;
        if (ReadAll(stream, most) is not { } bytes)
        {
            collector.AddProblem($"{source.Name} is larger than {most >> 20} MiB and was left out.");
            return;
        }

        var text = CleanText.Utf8(bytes);
        source.Keep(text.Length);
        text = LogSections.TakeOut(text, (space, pod, container, log) =>
        {
            var (end, isCut) = LogTail.Of(log.Span, limits.LogBytes);
            collector.Add(new ContainerLog(space, pod, container, false, end), isCut);
        });
        if (source.Extension is ".yaml" or ".yml" || (source.Extension != ".json" && !LooksLikeJson(text.Span)))
        {
            TakeYaml(source, text.Span);
        }
        else
        {
            TakeJson(source, text.Span);
        }
    }

    private void TakeJson(Source source, ReadOnlySpan<byte> json)
    {
        var kind = KindNames.Of(source.Path);
        collector.AddTime(NewestTime.In(json, out var tokens));
        source.Keep(tokens * TokenBytes);
        try
        {
            // One value as a rule; several in a row where outputs of kubectl were put together.
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
            {
                collector.Add(JsonElement.ParseValue(ref reader), kind?.ApiVersion ?? "", kind?.Kind ?? "");
            }
        }
        catch (JsonException exception)
        {
            // A text that nobody asked for, and that begins with a bracket, may well be something else.
            if (source.IsAsked || source.Extension != ".txt")
            {
                collector.AddProblem($"{source.Name} is not JSON: {exception.Message}");
            }
        }
    }

    private void TakeYaml(Source source, ReadOnlySpan<byte> yaml)
    {
        var kind = KindNames.Of(source.Path);
        foreach (var document in YamlToJson.Documents(Encoding.UTF8.GetString(yaml), problem => collector.AddProblem($"{source.Name} is not YAML: {problem}.")))
        {
            collector.AddTime(NewestTime.In(document, out var tokens));
            source.Keep(tokens * TokenBytes);
            collector.Add(JsonElement.Parse(document), kind?.ApiVersion ?? "", kind?.Kind ?? "");
        }
    }

    private void TakeGzip(Source source, Stream stream) => Unpack(source, budget =>
    {
        using var unpacked = new UnpackedStream(new GZipStream(stream, CompressionMode.Decompress), budget);
        var inner = source with { Name = WithoutGzip(source.Name), Budget = budget, Depth = source.Depth + 1 };
        if (inner.Depth > Deepest)
        {
            collector.AddProblem($"{source.Name} is packed too often and was left out.");
            return;
        }

        TakeUnknown(inner, unpacked);
    });

    private void TakeTar(Source source, Stream stream) => Unpack(source, budget =>
    {
        var links = 0;
        var tar = new TarArchive(stream);
        while (tar.Next())
        {
            Count(budget);
            links += tar.IsLink ? 1 : 0;
            if (tar.IsFile && IsOfInterest(tar.Name))
            {
                TakeByName(source.Entry(tar.Name, budget), tar.Content);
            }
        }

        SayLinks(source.Name, links);
    });

    private void TakeZip(Source source, Stream stream) => Unpack(source, budget =>
    {
        using var copy = stream.CanSeek ? null : Spool(stream, budget);
        var zip = copy ?? stream;
        ZipDirectory.Check(zip, limits.Entries);
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        var links = 0;
        foreach (var entry in archive.Entries)
        {
            Count(budget);
            var isLink = ((entry.ExternalAttributes >> 16) & TypeOfFile) == SymbolicLink;
            links += isLink ? 1 : 0;
            if (!isLink && IsOfInterest(entry.FullName))
            {
                using var content = new UnpackedStream(entry.Open(), budget);
                TakeByName(source.Entry(entry.FullName, budget), content);
            }
        }

        SayLinks(source.Name, links);
    });

    // Whatever is wrong with an archive is wrong with that archive; what was read of it stays.
    private void Unpack(Source source, Action<UnpackBudget> unpack)
    {
        try
        {
            unpack(source.Budget ?? new UnpackBudget(limits));
        }
        catch (InputTooLargeException excess) when (source.Budget is null)
        {
            collector.AddProblem($"{source.Name} {excess.Message}: the rest of it was left out.");
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            collector.AddProblem($"{source.Name} is damaged ({damage.Message.TrimEnd('.')}): what comes after the damage was left out.");
        }
    }

    // A zip archive has its directory at the end. The copy is gone with the stream.
    private static FileStream Spool(Stream stream, UnpackBudget budget)
    {
        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 << 10, FileOptions.DeleteOnClose);
        try
        {
            using var bounded = new UnpackedStream(stream, budget);
            bounded.CopyTo(copy);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static void Count(UnpackBudget budget)
    {
        if (--budget.Entries < 0)
        {
            throw new InputTooLargeException("holds more files than AiSre takes from one archive");
        }
    }

    private void SayLinks(string where, int links)
    {
        if (links > 0)
        {
            collector.AddProblem(links == 1 ? $"A link in {where} was not followed." : $"{links} links in {where} were not followed.");
        }
    }

    private static byte[]? ReadAll(Stream stream, int most)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (stream.Read(buffer) is var read and > 0)
        {
            if (all.Length + read > most)
            {
                return null;
            }

            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private static bool IsOfInterest(string name) =>
        Source.ExtensionOf(name) is ".json" or ".yaml" or ".yml" or ".log" or ".txt" or ".gz" or ".tgz" or ".tar" or ".zip";

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static string WithoutGzip(string name) =>
        Source.ExtensionOf(name) switch { ".gz" => name[..^".gz".Length], ".tgz" => name[..^".tgz".Length] + ".tar", _ => name };

    /// <param name="Name">As problems call it: <c>bundle.tgz/pods/shop.json</c>.</param>
    /// <param name="IsAsked">Whether a person named it, and not a folder or archive holds it.</param>
    /// <param name="Budget">What may still be taken of the archive that it comes from; null outside of archives.</param>
    /// <param name="Depth">How many archives it is inside of.</param>
    private sealed record Source(string Name, bool IsAsked = false, UnpackBudget? Budget = null, int Depth = 0)
    {
        public string Extension => ExtensionOf(Name);

        /// <summary>The whole path with slashes: folders above the one that was named may say what a log is.</summary>
        public string Path => (Budget is null ? System.IO.Path.GetFullPath(Name) : Name).Replace('\\', '/');

        public static string ExtensionOf(string name) => System.IO.Path.GetExtension(name).ToLowerInvariant();

        public Source Entry(string name, UnpackBudget budget) => new($"{Name}/{name}", false, budget, Depth + 1);

        public void Keep(long bytes)
        {
            if (Budget is not null && (Budget.Kept -= bytes) < 0)
            {
                throw new InputTooLargeException("holds more than AiSre takes from one archive");
            }
        }
    }
}

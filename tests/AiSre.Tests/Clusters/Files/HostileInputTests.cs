using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using AiSre.Clusters.Objects.Files;

namespace AiSre.Tests.Clusters.Files;

/// <summary>Archives that were made to hurt: the rest of the input is read, and what was left out is said.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const string Pod = """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}""";

    private static readonly InputLimits Small = new() { EntryBytes = 1 << 20, KeptBytes = 2 << 20, UnpackedBytes = 8 << 20, Entries = 50, LogBytes = 1000, FileBytes = 4 << 20 };

    private readonly string folder = Directory.CreateTempSubdirectory("aisre-hostile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_small_archive_that_unpacks_to_gigabytes_is_left_after_its_allowance()
    {
        var bomb = Path.Combine(folder, "bomb.tgz");
        using (var gzip = new GZipStream(File.Create(bomb), CompressionLevel.Fastest))
        {
            gzip.Write(Head("a.json", Pod.Length));
            gzip.Write(Encoding.ASCII.GetBytes(Pod.PadRight(512)));
            gzip.Write(Head("zeros.bin", 1L << 40));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(zeros);
            }
        }

        var files = ObjectFiles.Read(bomb, Small);

        Assert.Single(files.Objects);
        Assert.Equal([$"{bomb} unpacks to more than AiSre takes from one archive: the rest of it was left out."], files.Problems);
    }

    [Theory]
    [InlineData("tgz")]
    [InlineData("zip")]
    public void A_file_that_is_too_large_is_left_out_and_the_next_is_read(string form)
    {
        var tree = new InputTree().With("1.json", "[" + new string(' ', 2 << 20) + "]").With("2.json", Pod);

        var files = ObjectFiles.Read(new MemoryStream(form == "zip" ? tree.Zip() : InputTree.Gzip(tree.Tar())), "b", Small);

        Assert.Single(files.Objects);
        Assert.Equal(["b/1.json is larger than 1 MiB and was left out."], files.Problems);
    }

    [Theory]
    [InlineData("tgz")]
    [InlineData("zip")]
    public void More_files_than_allowed_are_left_out(string form)
    {
        var tree = Enumerable.Range(0, 60).Aggregate(new InputTree(), (tree, number) => tree.With($"{number}.json", Pod.Replace("\"p\"", $"\"p{number}\"", StringComparison.Ordinal)));

        var files = ObjectFiles.Read(new MemoryStream(form == "zip" ? tree.Zip() : InputTree.Gzip(tree.Tar())), "many", Small);

        Assert.Equal(form == "zip" ? 0 : 50, files.Objects.Count);
        Assert.Equal(["many holds more files than AiSre takes from one archive: the rest of it was left out."], files.Problems);
    }

    [Fact]
    public void What_is_kept_of_an_archive_is_bounded()
    {
        var large = $$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "NAME", "annotations": {"x": "{{new string('x', 900_000)}}"} } }""";
        var tree = Enumerable.Range(0, 5).Aggregate(new InputTree(), (tree, number) => tree.With($"{number}.json", large.Replace("NAME", $"p{number}", StringComparison.Ordinal)));

        var files = ObjectFiles.Read(new MemoryStream(tree.Zip()), "b", Small);

        Assert.Equal(2, files.Objects.Count);
        Assert.Equal(["b holds more than AiSre takes from one archive: the rest of it was left out."], files.Problems);
    }

    [Fact]
    public void Many_tiny_values_count_by_the_memory_that_they_take()
    {
        var tree = new InputTree().With("1.json", Pod).With("2.json", $"[{string.Concat(Enumerable.Repeat("[],", 100_000))}0]");

        var files = ObjectFiles.Read(new MemoryStream(tree.Zip()), "b", Small);

        Assert.Single(files.Objects);
        Assert.Equal(["b holds more than AiSre takes from one archive: the rest of it was left out."], files.Problems);
    }

    [Fact]
    public void Archives_in_archives_end_somewhere()
    {
        var inner = InputTree.Gzip(new InputTree().With("p.json", Pod).Tar());
        for (var i = 0; i < 6; i++)
        {
            inner = InputTree.Gzip(new InputTree().With("next.tgz", inner).Tar());
        }

        var files = ObjectFiles.Read(new MemoryStream(inner), "b", Small);

        Assert.Empty(files.Objects);
        Assert.EndsWith("next.tgz is an archive deep inside other archives and was left out.", Assert.Single(files.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_in_an_archive_is_read()
    {
        var inner = InputTree.Gzip(new InputTree().With("p.json", Pod).Tar());

        Assert.Single(ObjectFiles.Read(new MemoryStream(new InputTree().With("x/inner.tar.gz", inner).Zip()), "b", Small).Objects);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var secret = Path.Combine(folder, "secret");
        File.WriteAllText(secret, Pod);
        var tree = new InputTree().With("logs/a/b/c.log", "line");
        var root = tree.Folder(folder);
        File.CreateSymbolicLink(Path.Combine(root, "p.json"), secret);
        Directory.CreateSymbolicLink(Path.Combine(root, "again"), root);
        var tar = tree.Tar(TarEntryFormat.Pax, new PaxTarEntry(TarEntryType.SymbolicLink, "p.json") { LinkName = secret }, new PaxTarEntry(TarEntryType.HardLink, "q.json") { LinkName = secret });

        foreach (var files in new[] { ObjectFiles.Read(root), ObjectFiles.Read(new MemoryStream(tar), "b") })
        {
            Assert.Empty(files.Objects);
            Assert.Single(files.Logs);
            Assert.StartsWith("2 links in ", Assert.Single(files.Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_a_long_log_the_end_is_read_from_a_full_line_on()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 500).Select(number => $"line {number}"));
        var tree = new InputTree().With("logs/shop/web/app.log", lines).With("shop/web/logs.txt", $"==== START logs for container two of pod shop/web ====\n{lines}\n==== END logs for container two of pod shop/web ====\n");

        var files = ObjectFiles.Read(tree.Folder(folder), Small);

        Assert.All(files.Logs, log =>
        {
            Assert.InRange(log.Text.Length, 900, 1000);
            Assert.StartsWith("line ", log.Text, StringComparison.Ordinal);
            Assert.EndsWith("line 499", log.Text.TrimEnd(), StringComparison.Ordinal);
        });
        Assert.Equal(["Of 2 long logs only the end was read."], files.Problems);
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("")]
    public void A_file_whose_name_says_archive_and_is_none_is_passed_over(string content)
    {
        var tree = new InputTree().With("x.zip", content).With("y.gz", content).With("z.tar", content).With("p.json", Pod);

        Assert.Single(ObjectFiles.Read(tree.Folder(folder)).Objects);
        Assert.Single(ObjectFiles.Read(new MemoryStream(tree.Tar()), "b").Objects);
    }

    [Fact]
    public void Characters_that_are_none_do_not_hide_an_object()
    {
        byte[] json =
        [
            .. Encoding.UTF8.GetBytes("""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "labels": {"half": "\ud800x", "other": "\udc00", "whole": "\ud83d\ude00", "slash": "\\ud800", "bytes": "@"} } }""")
                .Select(part => part == '@' ? (byte)0xff : part),
        ];

        var pod = Assert.Single(ObjectFiles.Read(new MemoryStream(json), "p.json").Objects);

        Assert.Equal(
            [("half", "\uFFFDx"), ("other", "\uFFFD"), ("whole", "\ud83d\ude00"), ("slash", "\\ud800"), ("bytes", "\uFFFD")],
            pod.Value.Metadata.Labels.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_name_without_end_costs_nothing()
    {
        var head = Head("././@LongLink", (1L << 33) - 1);
        head[156] = (byte)'L';
        CheckSum(head);
        var watch = Stopwatch.StartNew();

        var files = ObjectFiles.Read(new MemoryStream(head), "b", Small);

        Assert.Equal(["b is damaged (a name in it is too long): what comes after the damage was left out."], files.Problems);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("tgz")]
    [InlineData("zip")]
    public void Damaged_archives_are_said_to_be_and_never_throw(string form)
    {
        var tree = Enumerable.Range(0, 20).Aggregate(new InputTree(), (tree, number) => tree.With($"folder/{number}.json", Pod).With($"logs/a/b/{number}.log", "text"));
        var whole = form switch { "tar" => tree.Tar(), "tgz" => InputTree.Gzip(tree.Tar()), _ => tree.Zip() };
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var broken = whole[..(i % 3 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (var hit = 0; hit < i % 5 && broken.Length > 0; hit++)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            ObjectFiles.Read(new MemoryStream(broken), "b.json", Small);
        }

        Assert.NotEmpty(ObjectFiles.Read(new MemoryStream(whole[..(whole.Length / 2)]), "b.json", Small).Problems);
    }

    private static byte[] Head(string name, long size)
    {
        var head = new byte[512];
        Encoding.ASCII.GetBytes(name, head);
        Encoding.ASCII.GetBytes("0000644\0", head.AsSpan(100));
        if (size < 1L << 33)
        {
            Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0') + " ", head.AsSpan(124));
        }
        else
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(128), size);
            head[124] = 0x80;
        }

        head[156] = (byte)'0';
        Encoding.ASCII.GetBytes("ustar\00000", head.AsSpan(257));
        CheckSum(head);
        return head;
    }

    private static void CheckSum(byte[] head)
    {
        head.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(head.Sum(part => part), 8).PadLeft(6, '0') + "\0 ", head.AsSpan(148));
    }
}

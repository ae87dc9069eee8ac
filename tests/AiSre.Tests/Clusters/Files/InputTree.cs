using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace AiSre.Tests.Clusters.Files;

/// <summary>A few files by name, in each of the forms that people hand over.</summary>
internal sealed class InputTree
{
    private readonly List<(string Name, byte[] Content)> files = [];

    public InputTree With(string name, string content) => With(name, Encoding.UTF8.GetBytes(content));

    public InputTree With(string name, byte[] content)
    {
        files.Add((name, content));
        return this;
    }

    /// <summary>As a folder; returns its path.</summary>
    public string Folder(string under)
    {
        var root = Path.Combine(under, Guid.NewGuid().ToString("N"));
        foreach (var (name, content) in files)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        return root;
    }

    public byte[] Tar(TarEntryFormat format = TarEntryFormat.Pax, params TarEntry[] more)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, format, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                TarEntry entry = format == TarEntryFormat.Gnu ? new GnuTarEntry(TarEntryType.RegularFile, name) : new PaxTarEntry(TarEntryType.RegularFile, name);
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }

            foreach (var entry in more)
            {
                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    public byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}

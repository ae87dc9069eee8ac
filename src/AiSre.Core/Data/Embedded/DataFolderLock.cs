using System.Globalization;

namespace AiSre.Data.Embedded;

/// <summary>Holds a data folder for this process alone. The system lets go of it when the process ends, however it ends.</summary>
public sealed class DataFolderLock : IDisposable
{
    /// <summary>The file in the folder that is locked.</summary>
    public const string FileName = "aisre.lock";

    // For the message only; a locked file cannot be read by others.
    private const string HolderFileName = "aisre.pid";

    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the folder, creating it where it is missing.</summary>
    /// <exception cref="ProblemException">Another live process has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, exception);
        }

        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            File.WriteAllText(Path.Combine(folder, HolderFileName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(file);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unwritable(folder, exception);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new ProblemException(
                $"Another AiSre (process {Holder(folder)}) is using the data folder {folder}: stop it, or choose another folder.",
                innerException: exception);
        }
    }

    public void Dispose() => file.Dispose();

    private static string Holder(string folder)
    {
        var file = Path.Combine(folder, HolderFileName);
        return File.Exists(file) ? File.ReadAllText(file) : "unknown";
    }

    private static ProblemException Unwritable(string folder, Exception exception) =>
        new($"The data folder {folder} cannot be written: give this user the right to, or choose another folder.", innerException: exception);
}

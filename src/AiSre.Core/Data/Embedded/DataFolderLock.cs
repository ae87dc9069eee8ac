using System.Globalization;

namespace AiSre.Data.Embedded;

/// <summary>Holds a data folder for this process alone. The system lets go of it when the process ends, however it ends.</summary>
public sealed class DataFolderLock : IDisposable
{
    /// <summary>The file in the folder that is locked.</summary>
    public const string FileName = "aisre.lock";

    // For the message only; a locked file cannot be read by others.
    private const string HolderFileName = "aisre.pid";

    // EWOULDBLOCK of flock(2), which .NET passes on as it is.
    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the folder, creating it where it is missing.</summary>
    /// <exception cref="ProblemException">Another live process has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder) => TryTake(folder) ?? throw new ProblemException(
        $"Another AiSre (process {Holder(folder)}) is using the data folder {folder}: stop it, or choose another folder.");

    /// <summary>Takes the folder, creating it where it is missing; null when another live process has it.</summary>
    /// <exception cref="ProblemException">It cannot be written.</exception>
    public static DataFolderLock? TryTake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            File.WriteAllText(Path.Combine(folder, HolderFileName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(file);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                $"The data folder {folder} cannot be written ({exception.Message.TrimEnd('.')}): make that possible, or choose another folder.", innerException: exception);
        }
    }

    /// <summary>Removes the lock's own files, for when the folder itself is given up.</summary>
    public void Forget()
    {
        foreach (var name in (string[])[FileName, HolderFileName])
        {
            File.Delete(Path.Combine(Path.GetDirectoryName(file.Name)!, name));
        }
    }

    public void Dispose() => file.Dispose();

    private static string Holder(string folder)
    {
        var file = Path.Combine(folder, HolderFileName);
        return File.Exists(file) ? File.ReadAllText(file) : "unknown";
    }
}

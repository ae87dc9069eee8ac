using System.Text;

namespace AiSre.Cli;

/// <summary>Reads and writes the text of a file that is edited in place.</summary>
internal static class YamlTextFile
{
    /// <summary>Strict: a file in another encoding is refused, not damaged. A byte order mark stays part of the text.</summary>
    public static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return Utf8.GetString(await File.ReadAllBytesAsync(file, cancellationToken));
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

    public static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(file, Utf8.GetBytes(text), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{file} cannot be written: {error.Message}", innerException: error);
        }
    }
}

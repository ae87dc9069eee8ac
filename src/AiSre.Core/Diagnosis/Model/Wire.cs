using System.Globalization;
using System.Text;

namespace AiSre.Diagnosis.Model;

/// <summary>Stands between the SDK and the network for one request: shows its very bytes, and reads no more of an answer than an analysis can be.</summary>
/// <param name="network">The handler that sends.</param>
/// <param name="key">The key; empty when none is to be sent.</param>
/// <param name="sending">Called with the body before it is sent; when it throws, nothing is sent.</param>
internal sealed class Wire(HttpMessageHandler network, string? key, Func<string, CancellationToken, Task> sending) : DelegatingHandler(network)
{
    /// <summary>How many bytes of an answer are read: 256 KiB, several times what the longest analysis takes.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly MemoryStream _answer = new();

    /// <summary>The HTTP status; null when no response came.</summary>
    public int? Status { get; private set; }

    /// <summary>Whether the answer was longer than what is read of one.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>How long the server asks to wait; null when it does not.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>What was read of the answer; null when no response came. A server that repeats the key does not get it into a record.</summary>
    public string? Answer => Status is null ? null : Keepable(Encoding.UTF8.GetString(_answer.GetBuffer(), 0, (int)_answer.Length));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key))
        {
            request.Headers.Authorization = null;
        }

        await sending(Keepable(await request.Content!.ReadAsStringAsync(cancellationToken)), cancellationToken);

        var response = await base.SendAsync(request, cancellationToken);
        Status = (int)response.StatusCode;
        var asked = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - response.Headers.Date);
        RetryAfter = asked > TimeSpan.Zero ? asked : null;
        await ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);

        var read = new ByteArrayContent(_answer.ToArray());
        read.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = read;
        return response;
    }

    private async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                _answer.Write(buffer, 0, count);
                if (_answer.Length > MostBytes)
                {
                    TooLarge = true;
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The answer is longer than {MostBytes} bytes."));
                }
            }
        }
    }

    /// <summary>Without the key, and without the one character that PostgreSQL does not keep.</summary>
    private string Keepable(string text)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return string.IsNullOrEmpty(key) ? text : text.Replace(key, "‹key›", StringComparison.Ordinal);
    }
}

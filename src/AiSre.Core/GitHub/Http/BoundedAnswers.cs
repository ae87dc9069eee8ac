namespace AiSre.GitHub.Http;

/// <summary>Reads no more of an answer than it may have: what a listing says of a file's size need not be true, and Octokit keeps answers whole.</summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    /// <summary>A file of 1 MiB in base64, with its lines and the JSON around it.</summary>
    public const long LargestFile = 2L << 20;

    /// <summary>GitHub's longest listing of a tree has 7 MB of paths; with addresses and hashes that is several times as much.</summary>
    private const long LargestAnswer = 64L << 20;

    /// <exception cref="AnswerTooLargeException">It has more.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var most = request.Method == HttpMethod.Get && request.RequestUri?.AbsolutePath.Contains("/git/blobs/", StringComparison.Ordinal) == true ? LargestFile : LargestAnswer;
        try
        {
            if (response.Content.Headers.ContentLength > most)
            {
                throw new AnswerTooLargeException(most);
            }

            await response.Content.LoadIntoBufferAsync(most, cancellationToken);
            return response;
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new AnswerTooLargeException(most);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}

/// <summary>An answer of GitHub's has more bytes than AiSre reads.</summary>
/// <param name="most">How many it reads.</param>
internal sealed class AnswerTooLargeException(long most) : Exception($"The answer has more than {most} bytes.")
{
    /// <summary>How many are read.</summary>
    public long Most => most;
}

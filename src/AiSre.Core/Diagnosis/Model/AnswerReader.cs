using System.Text;
using System.Text.Json;

namespace AiSre.Diagnosis.Model;

/// <summary>Finds the one JSON object in what a model wrote, which may be wrapped in thoughts, a code fence or pleasantries. Pure.</summary>
internal static class AnswerReader
{
    /// <summary>At most so many places are tried; an answer that needs more is none.</summary>
    private const int Places = 64;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>The analysis; null where there is none in the asked form.</summary>
    public static ModelClaims? Read(string text) => Read<ModelClaims>(text, "claims");

    /// <summary>The answer; null where there is none in the asked form.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="key">The key by which the answer is told from other objects.</param>
    public static T? Read<T>(string text, string key)
        where T : class
    {
        // Models that think aloud close their thoughts; what they weighed there is not their answer.
        const string thought = "</think>";
        var start = text.LastIndexOf(thought, StringComparison.Ordinal) is var end and >= 0 ? end + thought.Length : 0;
        var utf8 = Encoding.UTF8.GetBytes(text[start..]);

        var at = 0;
        for (var place = 0; place < Places; place++)
        {
            if (utf8.AsSpan(at).IndexOf((byte)'{') is var brace && brace < 0)
            {
                return null;
            }

            at += brace;
            if (ReadAt<T>(utf8.AsSpan(at), key, out var length) is { } answer)
            {
                return answer;
            }

            at += length;
        }

        return null;
    }

    private static T? ReadAt<T>(ReadOnlySpan<byte> utf8, string key, out int length)
        where T : class
    {
        length = 1;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var json = JsonDocument.ParseValue(ref reader);
            length = (int)reader.BytesConsumed;
            return json.RootElement.TryGetProperty(key, out _) ? json.Deserialize<T>(Options) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Not JSON from here on, or JSON of another form, or half a surrogate pair: then it is not the answer.
            return null;
        }
    }
}

using System.Collections.Frozen;
using System.Text.Json;

namespace AiSre.Clusters.Objects.Files;

/// <summary>When files were written, by what is in them.</summary>
internal static class NewestTime
{
    /// <summary>
    /// The fields that say when something happened. Others say when something will (a certificate's end, the end of a deletion's grace), or hold
    /// times of somebody else's meaning (annotations, data).
    /// </summary>
    private static readonly FrozenSet<string> Fields = FrozenSet.Create(
        StringComparer.Ordinal,
        "creationTimestamp", "firstTimestamp", "lastTimestamp", "eventTime", "lastObservedTime", "lastTransitionTime", "lastUpdateTime",
        "lastProbeTime", "lastHeartbeatTime", "startTime", "startedAt", "finishedAt", "completionTime", "renewTime", "acquireTime",
        "lastScheduleTime", "lastSuccessfulTime", "lastScaleTime", "reconciledAt", "deployedAt", "deployStartedAt", "observedAt", "time");

    /// <summary>The newest such time in the JSON; null when there is none. What comes after a mistake in the JSON is not looked at.</summary>
    /// <param name="json">Any number of values.</param>
    /// <param name="tokens">How many names, values and brackets there are: each costs memory once it is read, however short it is.</param>
    public static DateTimeOffset? In(ReadOnlySpan<byte> json, out long tokens)
    {
        DateTimeOffset? newest = null;
        tokens = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            var isTime = false;
            while (reader.Read())
            {
                tokens++;
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    // None of them needs an escape.
                    isTime = !reader.ValueIsEscaped && Fields.Contains(reader.GetString()!);
                }
                else if (isTime && reader.TokenType == JsonTokenType.String)
                {
                    isTime = false;
                    if (reader.TryGetDateTimeOffset(out var time) && !(newest > time))
                    {
                        newest = time.ToUniversalTime();
                    }
                }
            }
        }
        catch (JsonException)
        {
            // Whoever reads the objects reports it.
        }

        return newest;
    }
}

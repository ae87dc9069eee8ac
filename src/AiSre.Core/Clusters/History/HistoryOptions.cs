using System.ComponentModel.DataAnnotations;

namespace AiSre.Clusters.History;

/// <summary>How much the flight recorder keeps; section <c>History</c>.</summary>
public sealed class HistoryOptions
{
    public const string Section = "History";

    /// <summary>How long what was replaced, and events, are kept. The revision that an object has now stays as long as it has it.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00", ErrorMessage = "History:KeepFor must be between an hour and a year, such as 14.00:00:00.")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How many bytes one cluster may take up in the database; the oldest go first. A quarter of them is for events.</summary>
    [Range(1L << 20, 1L << 40, ErrorMessage = "History:MaxBytesPerCluster must be between 1048576 (1 MiB) and 1099511627776.")]
    public long MaxBytesPerCluster { get; set; } = 512L << 20;

    /// <summary>How many changed objects of one cluster may wait to be looked at.</summary>
    [Range(100, 1_000_000, ErrorMessage = "History:MaxWaiting must be between 100 and 1000000.")]
    public int MaxWaiting { get; set; } = 50_000;

    /// <summary>The share of the bytes that revisions may have.</summary>
    internal long RevisionBytes => MaxBytesPerCluster / 4 * 3;

    internal long EventBytes => MaxBytesPerCluster - RevisionBytes;
}

namespace AiSre.Clusters.Objects;

/// <summary>Lists as rules want them.</summary>
internal static class Lists
{
    /// <summary>The list without what is not wanted; the list itself where there is none of it.</summary>
    public static IReadOnlyList<T> Without<T>(this IReadOnlyList<T> list, Func<T, bool> unwanted)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (unwanted(list[i]))
            {
                return [.. list.Where(item => !unwanted(item))];
            }
        }

        return list;
    }

    /// <summary>The list without entries that are null, as hand-written files have them; an empty one where there is no list.</summary>
    public static IReadOnlyList<T> WithoutNulls<T>(this IReadOnlyList<T>? list)
        where T : class
    {
        if (list is null || list.Count == 0)
        {
            return [];
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
            {
                return [.. list.Where(item => item is not null)];
            }
        }

        return list;
    }
}

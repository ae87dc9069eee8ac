namespace AiSre.Runbooks.Matching;

/// <summary>The conditions of one runbook that hold for an incident, and how narrow they are together.</summary>
internal sealed class MatchedConditions
{
    private readonly List<string> _because = [];
    private readonly List<string> _failed = [];
    private int _conditions;
    private int _exact;
    private int _literals;

    /// <summary>What holds, in words.</summary>
    public IReadOnlyList<string> Because => _because;

    /// <summary>What does not hold, in words.</summary>
    public IReadOnlyList<string> Failed => _failed;

    /// <summary>More conditions are more specific; among equals exact values beat patterns, then patterns that give more characters.</summary>
    public (int Conditions, int Exact, int Literals) Specificity => (_conditions, _exact, _literals);

    /// <summary>Orders patterns of the same condition by how narrow they are.</summary>
    public static (bool IsExact, int Literals) Rank(Glob glob) => (glob.IsExact, glob.LiteralLength);

    public void AddCode(string text)
    {
        _because.Add(text);
        _conditions++;
        _exact++;
    }

    /// <summary>A pattern that holds and that the text names itself.</summary>
    public void AddNamed(string text, Glob glob)
    {
        _because.Add(text);
        Count(glob);
    }

    public void Add(string text, Glob glob)
    {
        _because.Add(glob.IsExact ? text : $"{text} ({glob})");
        Count(glob);
    }

    /// <summary>A condition that holds and is no pattern.</summary>
    public void Hold(string text)
    {
        _because.Add(text);
        _conditions++;
    }

    /// <summary>A condition that makes it narrower and says nothing of its own.</summary>
    public void Narrow() => _conditions++;

    public void Fail(string text) => _failed.Add(text);

    private void Count(Glob glob)
    {
        if (glob.IsEverything)
        {
            return;
        }

        _conditions++;
        if (glob.IsExact)
        {
            _exact++;
        }
        else
        {
            _literals += glob.LiteralLength;
        }
    }
}

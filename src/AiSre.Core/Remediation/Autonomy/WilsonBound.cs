namespace AiSre.Remediation.Autonomy;

/// <summary>How good something surely is, as far as the number of tries tells.</summary>
public static class WilsonBound
{
    /// <summary>The standard normal's quantile for a two-sided interval of 95 %.</summary>
    private const double Z = 1.959964;

    /// <summary>
    /// The lower bound of Wilson's score interval at 95 % for a share of successes, from 0 to 1: 0 without tries. Ten of ten give 0.72.
    /// </summary>
    /// <remarks>E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are more successes than tries, or fewer than none.</exception>
    public static double Lower(int successes, int tries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, successes);
        if (tries == 0)
        {
            return 0;
        }

        var share = (double)successes / tries;
        var square = Z * Z;
        var centre = share + (square / (2 * tries));
        var margin = Z * Math.Sqrt(((share * (1 - share)) + (square / (4 * tries))) / tries);
        return Math.Max(0, (centre - margin) / (1 + (square / tries)));
    }
}

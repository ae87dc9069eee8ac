namespace AiSre.Playground.Kubernetes;

/// <summary>Name parts as Kubernetes makes them: no vowels and no look-alikes, so that no word arises by chance.</summary>
public static class RandomNames
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Five random characters, what <c>generateName</c> appends.</summary>
    public static string Suffix() => Random.Shared.GetString(Alphabet, 5);

    /// <summary>A number in the same alphabet, as in <c>pod-template-hash</c>.</summary>
    public static string Encode(uint number) =>
        string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
}

using System.Text;

namespace AiSre.Playground.Kubernetes;

/// <summary>The FNV-1a hash, 32 bits: the same answer in every process, which string hashes in .NET do not give.</summary>
public static class Fnv
{
    public static uint Hash32(string text)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ octet) * 16777619u);
        }

        return hash;
    }
}

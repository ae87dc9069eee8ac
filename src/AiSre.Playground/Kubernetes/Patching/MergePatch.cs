using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Patching;

/// <summary>JSON merge patch, RFC 7386: members overwrite, null removes, arrays are replaced.</summary>
public static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (member, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(member);
                    break;
                case JsonObject child:
                    Apply(target.Ensure(member), child);
                    break;
                default:
                    target[member] = value.DeepClone();
                    break;
            }
        }
    }
}

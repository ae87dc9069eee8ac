namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>Finds in Kubernetes objects, and in any other JSON, which values are secret by their place.</summary>
/// <remarks>
/// By place: literals of environment variables (<c>env[].value</c>; <c>valueFrom</c> stays), data of Secrets and ConfigMaps, fields
/// with a secret's name, arguments after a secret's flag. Every other string goes to the caller, to be searched as text:
/// <c>kubectl.kubernetes.io/last-applied-configuration</c> is a string that is JSON again.
/// </remarks>
internal static class JsonSecrets
{
    /// <summary>One value of the JSON.</summary>
    /// <param name="Value">Where and what it is.</param>
    /// <param name="Kind">What makes it secret as a whole; null where it is to be searched as text.</param>
    /// <param name="Name">The name that stands for it, if any.</param>
    public readonly record struct Finding(JsonScalarSpan Value, SecretKind? Kind, string? Name);

    /// <summary>Every string and number, in order.</summary>
    public static IEnumerable<Finding> In(JsonSpan root) => Walk(root, name: null, inherited: null);

    private static IEnumerable<Finding> Walk(JsonSpan node, string? name, SecretKind? inherited) => node switch
    {
        JsonObjectSpan value => WalkObject(value, name, inherited),
        JsonArraySpan value when name is "args" or "command" => WalkArguments(value),
        JsonArraySpan value => value.Items.SelectMany(item => Walk(item, name, inherited)),
        JsonScalarSpan { CanBeSecret: true } value => [new(value, inherited ?? ByName(name, value.Text), name)],
        _ => [],
    };

    private static IEnumerable<Finding> WalkObject(JsonObjectSpan node, string? name, SecretKind? inherited)
    {
        var kinds = node.Strings("kind").ToList();
        SecretKind? data = kinds.Contains("Secret") ? SecretKind.Data : kinds.Contains("ConfigMap") ? SecretKind.Config : null;
        var inEnvironment = name is "env" or "environment" or "extraEnv" or "extraEnvVars";
        var variable = node.Strings("name").FirstOrDefault();
        var isVariable = variable is not null && node.Fields.Any(field => field.Name == "value");

        foreach (var (field, value) in node.Fields)
        {
            var kind = inherited;
            if (data is not null && field is "data" or "stringData" or "binaryData")
            {
                kind = data;
            }
            else if (isVariable && field == "value" && inEnvironment)
            {
                kind = SecretKind.Env;
            }
            else if (isVariable && field == "value" && SecretNames.IsSecret(variable!))
            {
                kind = SecretKind.Password;
            }
            else if (inEnvironment && variable is null)
            {
                // The other way to write an environment: { "LOG_LEVEL": "debug" }.
                kind = SecretKind.Env;
            }

            var known = isVariable && field == "value" ? variable : field;
            foreach (var finding in Walk(value, field, kind))
            {
                yield return kind is null ? finding : finding with { Name = known };
            }
        }
    }

    private static IEnumerable<Finding> WalkArguments(JsonArraySpan arguments)
    {
        var afterSecretFlag = false;
        foreach (var item in arguments.Items)
        {
            var argument = item as JsonScalarSpan;
            foreach (var finding in Walk(item, name: null, inherited: afterSecretFlag && argument is not null ? SecretKind.Password : null))
            {
                yield return finding;
            }

            afterSecretFlag = argument is { Text: ['-', ..] flag } && !flag.Contains('=', StringComparison.Ordinal)
                && (SecretNames.IsSecret(flag) || flag is "-u" or "--user");
        }
    }

    private static SecretKind? ByName(string? name, string value) =>
        name is not null && SecretNames.IsSecret(name) && (!SecretNames.IsWeak(name) || SecretNames.LooksRandom(value))
            ? SecretNames.IsHeader(name) ? SecretKind.Token : SecretKind.Password
            : null;
}

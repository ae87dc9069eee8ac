using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Gives an environment variable of a container a value; a variable that is not there yet is added.</summary>
/// <param name="Container">The container's name; null for the one that the symptoms are about.</param>
/// <param name="Variable">The variable's name.</param>
/// <param name="Value">Its value.</param>
public sealed partial record SetEnvironment(string? Container, string Variable, string Value) : FieldOperation
{
    internal const string Key = "set-environment";

    public override string Name => Key;

    public override string Summary => $"set the environment variable {Variable}{(Container is null ? "" : $" of container {Container}")} to {Value}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var variable = item.Container(Container).Then("env", Variable);
        return item.Declared(variable.Then("valueFrom")) is null
            ? [new FieldEdit.Set(variable.Then("value"), JsonValue.Create(Value))]
            : throw new OperationRefusedException($"The environment variable {Variable} of {item.Facts.Workload.Address} takes its value from elsewhere (valueFrom); change it there by hand.");
    }

    internal static SetEnvironment? Read(FrontMatterMap map)
    {
        var (container, name, value) = (map.Text("container"), map.Text("name", required: true), map.Text("value", required: true));
        map.RefuseOtherKeys();
        if (name is not null && !NameGrammar().IsMatch(name))
        {
            map.Refuse("name", $"'{name}' is not the name of an environment variable; allowed are letters, digits, underscores, dots and dashes, and no digit in front");
            return null;
        }

        return name is null || value is null ? null : new SetEnvironment(container, name, value);
    }

    [GeneratedRegex(@"\A[-._a-zA-Z][-._a-zA-Z0-9]*\z")]
    private static partial Regex NameGrammar();
}

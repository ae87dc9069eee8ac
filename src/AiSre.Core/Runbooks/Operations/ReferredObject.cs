using System.Collections.Immutable;

namespace AiSre.Runbooks.Operations;

/// <summary>What can be referred to in an object: the keys of a ConfigMap or Secret, the ports of a Service or of pods.</summary>
/// <param name="Name">The object's name as references in Git write it.</param>
/// <param name="Names">The keys, or the names of ports.</param>
/// <param name="Numbers">The numbers of ports.</param>
public sealed record ReferredObject(string Name, ImmutableArray<string> Names, ImmutableArray<string> Numbers);

/// <summary>A key or port that something refers to and that is not there.</summary>
/// <param name="Of">The name of the object that lacks it, as the cluster has it.</param>
/// <param name="Name">The key, or the port by name or number.</param>
public sealed record MissingPart(string Of, string Name);

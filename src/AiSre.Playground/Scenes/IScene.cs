namespace AiSre.Playground.Scenes;

/// <summary>A story to try AiSre on: a world in which all is well, and what goes wrong in it.</summary>
public interface IScene
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>A folder with the runbooks that the people of this world wrote; null when they wrote none.</summary>
    string? Runbooks { get; }

    /// <summary>The repository, <c>owner/name</c>, whose runbooks the people of this world keep there; null when there is none.</summary>
    string? RunbookRepository => null;

    /// <summary>Sets the world up. Called again over the repositories of an earlier run, it begins the story anew.</summary>
    Task SetUpAsync(PlaygroundHost playground, CancellationToken cancellation);

    /// <summary>Lets it go wrong.</summary>
    Task BreakAsync(PlaygroundHost playground, CancellationToken cancellation);
}

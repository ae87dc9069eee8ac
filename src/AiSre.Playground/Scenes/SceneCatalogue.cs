namespace AiSre.Playground.Scenes;

/// <summary>The scenes by name.</summary>
public static class SceneCatalogue
{
    public static IReadOnlyList<IScene> All { get; } = [new RegistryDown.RegistryDownScene()];

    /// <returns>Null when there is none of that name.</returns>
    public static IScene? Find(string name) => All.FirstOrDefault(scene => scene.Name == name);
}

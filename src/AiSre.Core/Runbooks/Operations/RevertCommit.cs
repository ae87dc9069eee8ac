using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Puts back what the commit changed that brought the fault, as far as the application uses it.</summary>
/// <param name="Whole">Whether all of the commit is put back, also what belongs to others.</param>
/// <param name="AtMostFiles">No more files than this are put back.</param>
public sealed record RevertCommit(bool Whole, int AtMostFiles) : SolutionOperation
{
    internal const string Key = "revert-commit";

    private const int UsualFiles = 10;
    internal const int MostFiles = 100;

    public override string Name => Key;

    public override string Summary => $"revert {(Whole ? "all of " : "")}the commit that brought the fault (at most {AtMostFiles} {(AtMostFiles == 1 ? "file" : "files")})";

    public override bool StandsAlone => true;

    internal static RevertCommit? Read(FrontMatterMap map)
    {
        var (whole, most) = (map.Flag("whole"), map.Number("at-most-files", 1, MostFiles));
        map.RefuseOtherKeys();
        return (map.Has("whole") && whole is null) || (map.Has("at-most-files") && most is null) ? null : new RevertCommit(whole ?? false, most ?? UsualFiles);
    }
}

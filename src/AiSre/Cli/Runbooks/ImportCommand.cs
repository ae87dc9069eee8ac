using System.CommandLine;
using AiSre.Runbooks;
using AiSre.Runbooks.Importing;

namespace AiSre.Cli.Runbooks;

/// <summary><c>aisre runbook import</c>: makes runbooks of texts as others write them.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Markdown files, or folders that have some", Arity = ArgumentArity.OneOrMore };
        var to = new Option<string?>("--to") { Description = "Write each as ID.md into this folder; nothing is overwritten. Without it, the text is printed", HelpName = "FOLDER" };
        var command = new Command("import", "Make runbooks of plain ones (General, Symptoms, Root cause, Solution) and of skills (SKILL.md)") { paths, to };
        command.SetAction(arguments => Run(arguments.GetValue(paths)!, arguments.GetValue(to)));
        return command;
    }

    private static int Run(string[] paths, string? folder)
    {
        var files = paths.SelectMany(Find).ToList();
        if (files.Count == 0)
        {
            throw new ProblemException("There is no Markdown file; name files that end with .md, or folders that have some.");
        }

        var failed = 0;
        foreach (var file in files)
        {
            var imported = PlainRunbook.Convert(Read(file), Path.GetFileName(file));
            if (folder is null)
            {
                Console.Write(imported.Text.EndsWith('\n') ? imported.Text : imported.Text + "\n");
                Tell(file, imported);
                continue;
            }

            var target = Path.Combine(folder, $"{RunbookParser.Parse(imported.Text).Runbook!.Id}.md");
            if (Write(target, imported.Text) is { } why)
            {
                failed++;
                Console.Error.WriteLine($"{file}: {why}");
                continue;
            }

            Tell(file, imported);
            Console.Error.WriteLine($"{file}: written to {target}");
        }

        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Find(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        : throw new ProblemException($"There is no file or folder {path}; name Markdown files, or folders that have some.");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"{path} cannot be read ({exception.Message}): check its permissions.", innerException: exception);
        }
    }

    private static string? Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.CreateNew);
            using var writer = new StreamWriter(stream);
            writer.Write(text);
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            return $"{path} is there already and was left alone; give the text another title, or remove the file.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written ({exception.Message}).";
        }
    }

    // What is printed may go into a file, so remarks go beside it.
    private static void Tell(string file, ImportedRunbook imported)
    {
        foreach (var note in imported.Notes)
        {
            Console.Error.WriteLine($"{file}: {note}");
        }
    }
}

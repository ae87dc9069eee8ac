namespace AiSre.Components.Editing;

/// <summary>What is wrong at a place of a text, or hardly meant.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="IsError">Whether it cannot be saved like this.</param>
/// <param name="Message">One sentence.</param>
public sealed record TextFinding(int Line, int Column, bool IsError, string Message);

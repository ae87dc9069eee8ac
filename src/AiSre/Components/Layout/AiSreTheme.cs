using MudBlazor;

namespace AiSre.Components.Layout;

/// <summary>Colours, type and shape of the pages. Every text colour has at least 4.5:1 on its ground (WCAG AA).</summary>
/// <remarks>
/// Both palettes are sent with every page, each under its own scope, and <c>js/preferences.js</c> chooses one by an attribute of
/// the root element before anything is painted: the server need not know which one a browser shows, and nothing flashes.
/// </remarks>
internal static class AiSreTheme
{
    private static readonly string[] Sans =
        ["ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Ubuntu", "Cantarell", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    private static readonly PaletteLight LightPalette = new()
    {
        Black = "#16201c",
        Background = "#f3f5f1",
        BackgroundGray = "#e9ede7",
        Surface = "#ffffff",
        TextPrimary = "#16201c",
        TextSecondary = "#4b5751",
        TextDisabled = "#737e78",
        ActionDefault = "#4b5751",
        ActionDisabled = "#737e78",
        ActionDisabledBackground = "#e3e7e1",
        Primary = "#0e5c4a",
        PrimaryContrastText = "#ffffff",
        Secondary = "#3c4d73",
        SecondaryContrastText = "#ffffff",
        Tertiary = "#6a4b86",
        Info = "#1f5a9c",
        InfoContrastText = "#ffffff",
        Success = "#17663a",
        SuccessContrastText = "#ffffff",
        Warning = "#865000",
        WarningContrastText = "#ffffff",
        Error = "#ab2218",
        ErrorContrastText = "#ffffff",
        Dark = "#2a3430",
        Divider = "#dbe0da",
        DividerLight = "#e8ece7",
        LinesDefault = "#dbe0da",
        LinesInputs = "#75807a",
        TableLines = "#e3e7e1",
        OverlayDark = "rgba(16,24,21,0.5)",
        AppbarBackground = "#ffffff",
        AppbarText = "#16201c",
    };

    private static readonly PaletteDark DarkPalette = new()
    {
        Black = "#0b100e",
        Background = "#0f1513",
        BackgroundGray = "#131b18",
        Surface = "#18211e",
        TextPrimary = "#e5ebe7",
        TextSecondary = "#a7b4ad",
        TextDisabled = "#7e8a84",
        ActionDefault = "#a7b4ad",
        ActionDisabled = "#7e8a84",
        ActionDisabledBackground = "#26302c",
        Primary = "#7cd7bd",
        PrimaryContrastText = "#06251c",
        Secondary = "#aebee6",
        SecondaryContrastText = "#10192e",
        Tertiary = "#cbb0e4",
        Info = "#93c1f5",
        InfoContrastText = "#06203d",
        Success = "#83d9a0",
        SuccessContrastText = "#05260f",
        Warning = "#f1bd63",
        WarningContrastText = "#2b1a00",
        Error = "#ff9d91",
        ErrorContrastText = "#3a0905",
        Dark = "#cfd8d3",
        DarkContrastText = "#16201c",
        Divider = "#2b3632",
        DividerLight = "#222c28",
        LinesDefault = "#2b3632",
        LinesInputs = "#74827b",
        TableLines = "#26302c",
        OverlayDark = "rgba(0,0,0,0.6)",
        AppbarBackground = "#131b18",
        AppbarText = "#e5ebe7",
    };

    /// <summary>The theme under <c>:root</c>.</summary>
    public static MudTheme Light { get; } = Create(":root");

    /// <summary>The theme under a scope that outranks <c>:root</c> where the root element says <c>data-theme="dark"</c>.</summary>
    public static MudTheme Dark { get; } = Create(":root[data-theme=dark]");

    private static MudTheme Create(string scope) => new()
    {
        PaletteLight = LightPalette,
        PaletteDark = DarkPalette,
        PseudoCss = new PseudoCss { Scope = scope },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontSize = "1.125rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "normal" },
            H3 = new H3Typography { FontSize = "1rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontSize = "1.0625rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
            Caption = new CaptionTypography { FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
        },
    };
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>Writing to people and to programs.</summary>
internal static class Terminal
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Text of packages is hostile: without control characters it cannot move the cursor or change the terminal.</summary>
    public static string Plain(string? text) => text is null
        ? ""
        : string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) && source[i] is not ('\n' or '\t') ? '\uFFFD' : source[i];
            }
        });

    /// <summary>Plain text, with the brackets that Spectre would read as markup escaped.</summary>
    public static string Safe(string? text) => Markup.Escape(Plain(text));

    /// <summary>One line with Spectre's brackets escaped.</summary>
    public static string OneLine(string? text, int length) => Markup.Escape(Line(text, length));

    /// <summary>One plain line of at most so many characters.</summary>
    public static string Line(string? text, int length)
    {
        var line = Plain(text).ReplaceLineEndings(" ").Replace('\t', ' ');
        return line.Length > length ? line[..(length - 1)] + "…" : line;
    }

    /// <summary>A console on the writer: with colours and the window's width on a terminal, plain and wide into a pipe or file.</summary>
    public static IAnsiConsole Console(TextWriter writer)
    {
        var terminal = writer == System.Console.Error ? !System.Console.IsErrorRedirected : writer == System.Console.Out && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        if (!terminal)
        {
            console.Profile.Width = 240;
        }

        return console;
    }

    public static void WriteJson<T>(TextWriter output, T value, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonSerializer.Serialize(json, value, type);
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>Says what failed and gives the exit code; with <c>--json</c> the error is JSON on standard output.</summary>
    public static int Fail(int code, string message, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            output.WriteLine(new JsonObject { ["code"] = code, ["error"] = message }.ToJsonString(Indented));
        }
        else
        {
            error.WriteLine(Plain(message));
        }

        return ExitCodes.From(code);
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes: filled with values when the topology runs, with expressions in a manifest.</summary>
public class ReferenceExpression : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    public static readonly ReferenceExpression Empty = new("", []);

    private readonly IReadOnlyList<ExpressionHole> _holes;

    internal ReferenceExpression(string format, IReadOnlyList<ExpressionHole> holes)
    {
        Format = format;
        _holes = holes;
    }

    public string Format { get; }

    public IReadOnlyList<string> ManifestExpressions => [.. _holes.Select(hole => hole.Expression)];

    public IReadOnlyList<string?> StringFormats => [.. _holes.Select(hole => hole.Format)];

    public IReadOnlyList<IValueProvider> ValueProviders => [.. _holes.Select(hole => hole.Provider)];

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    public string ValueExpression => Fill([.. ManifestExpressions]);

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        if (Format.Length == 0) return null;

        var values = new object?[_holes.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = StringFormat.Apply(await _holes[i].Provider.GetValueAsync(cancellationToken), _holes[i].Format);
        return Fill(values);
    }

    internal string Fill(object?[] values) => string.Format(CultureInfo.InvariantCulture, Format, values);

    /// <summary>Collects the parts of <c>$"..."</c>, keeping what is not known yet as holes.</summary>
    [InterpolatedStringHandler]
    public ref struct ExpressionInterpolatedStringHandler
    {
        private readonly StringBuilder _format;
        private readonly List<ExpressionHole> _holes;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
        {
            _format = new StringBuilder(literalLength);
            _holes = new List<ExpressionHole>(formattedCount);
        }

        public readonly void AppendLiteral(string value) => _format.Append(Escape(value));

        public readonly void AppendFormatted(string? value) => AppendFormatted(value, null);

        public readonly void AppendFormatted(string? value, string? format = null) =>
            _format.Append(Escape(StringFormat.Apply(value, format) ?? ""));

        public readonly void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider =>
            AppendFormatted(valueProvider, null);

        public readonly void AppendFormatted<T>(T valueProvider, string? format = null)
            where T : IValueProvider, IManifestExpressionProvider
        {
            ArgumentNullException.ThrowIfNull(valueProvider);
            _format.Append('{').Append(_holes.Count).Append('}');
            _holes.Add(new ExpressionHole(valueProvider, valueProvider.ValueExpression, format));
        }

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource, null);

        public readonly void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource, format);

        internal readonly ReferenceExpression Build() => new(_format.ToString(), [.. _holes]);

        private static string Escape(string text) =>
            text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }
}

internal sealed record ExpressionHole(IValueProvider Provider, string Expression, string? Format);

internal static class StringFormat
{
    public const string Uri = "uri";

    public static string? Apply(string? value, string? format) => (value, format) switch
    {
        (null, _) or (_, null) => value,
        (_, Uri) => System.Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is not supported in a reference expression. Supported: '{Uri}'."),
    };
}

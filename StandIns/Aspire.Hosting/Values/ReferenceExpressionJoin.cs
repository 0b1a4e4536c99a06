using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Joins expressions whose number of parts is not known when the code is written.</summary>
internal sealed class ReferenceExpressionJoin
{
    private readonly StringBuilder _format = new();
    private readonly List<ExpressionHole> _holes = [];

    public bool IsEmpty => _format.Length == 0;

    public ReferenceExpressionJoin Append(ReferenceExpression.ExpressionInterpolatedStringHandler part)
    {
        var expression = part.Build();
        var first = _holes.Count;
        var shifted = Enumerable.Range(first, expression.ValueProviders.Count).Select(i => (object)$"{{{i}}}").ToArray();
        // Filling unescapes the literal braces of the part; none of ours has any, so shifting the holes is all that happens.
        _format.Append(expression.Fill(shifted));
        for (var i = 0; i < expression.ValueProviders.Count; i++)
            _holes.Add(new ExpressionHole(expression.ValueProviders[i], expression.ManifestExpressions[i], expression.StringFormats[i]));
        return this;
    }

    public ReferenceExpression Build() => new(_format.ToString(), [.. _holes]);
}

namespace Singularity.Api.Packages;

/// <summary>
/// Lets <c>/api/packages/npm/@scope/name</c> mean <c>/api/packages/npm/@scope%2Fname</c>: a first part with an <c>@</c> is a scope, never a
/// name of its own, so the two cannot be confused.
/// </summary>
internal sealed class ScopedNames(RequestDelegate next)
{
    private const string Root = "/api/packages/";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is { } path && Join(path) is { } joined)
        {
            context.Request.Path = joined;
        }

        return next(context);
    }

    internal static string? Join(string path)
    {
        if (!path.StartsWith(Root, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = path.IndexOf('/', Root.Length) + 1;
        if (name <= 0 || name >= path.Length || path[name] != '@')
        {
            return null;
        }

        var slash = path.IndexOf('/', name);
        return slash < 0 || slash == path.Length - 1 || path.AsSpan(name, slash - name).Contains("%2F", StringComparison.OrdinalIgnoreCase)
            ? null
            : string.Concat(path.AsSpan(0, slash), "%2F", path.AsSpan(slash + 1));
    }
}

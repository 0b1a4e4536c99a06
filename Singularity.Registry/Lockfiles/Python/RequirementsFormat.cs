using System.Text;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>
/// pip's requirements files: one requirement or option a line; a backslash at the end continues it. Files that others include are lockfiles of their
/// own, found beside them in a folder.
/// </summary>
internal sealed class RequirementsFormat()
    : LockfileFormat("requirements.txt", Ecosystem.PyPI, "write one requirement such as name==1.2.3 a line, as pip freeze does")
{
    /// <summary>Such as requirements.txt, requirements-dev.txt, dev-requirements.txt and requirements/dev.txt.</summary>
    public override bool Matches(string fileName)
    {
        var name = BaseName(fileName);
        if (!name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var folder = fileName.AsSpan()[..^name.Length].TrimEnd("/\\");
        return name.StartsWith("requirements", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("requirements.txt", StringComparison.OrdinalIgnoreCase)
            || folder[(folder.LastIndexOfAny('/', '\\') + 1)..].Equals("requirements", StringComparison.OrdinalIgnoreCase);
    }

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var lines = new TextLines(Encoding.UTF8.GetString(utf8.Span));
        var joined = new StringBuilder();
        var first = 1;
        while (lines.MoveNext())
        {
            // A comment ends what a backslash continued: pip-compile writes its remarks so.
            var isComment = lines.Current.TrimStart() is ['#', ..];
            var continues = !isComment && lines.Current is [.., '\\'];
            joined.Append(isComment ? [] : continues ? lines.Current[..^1] : lines.Current);
            if (!continues)
            {
                RequirementLine.Read(joined.ToString(), first, sink);
                joined.Clear();
                first = lines.Number + 1;
            }
        }

        RequirementLine.Read(joined.ToString(), first, sink);
    }
}

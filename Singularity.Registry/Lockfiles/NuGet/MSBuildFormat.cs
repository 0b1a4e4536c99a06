using System.Text;
using System.Xml;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>
/// Project files and Directory.Packages.props, read without evaluating them: versions may use properties that the same file sets unconditionally; all
/// items count, whatever their condition. What needs more is skipped and says so.
/// </summary>
/// <param name="name">The usual name, or the extension.</param>
/// <param name="extensions">Of further files of this format, with the dot.</param>
internal sealed class MSBuildFormat(string name, params string[] extensions)
    : LockfileFormat(name, Ecosystem.NuGet, "mend the XML, or import packages.lock.json or project.assets.json instead")
{
    /// <summary>In bytes. People write these files; the reader compares the attributes of one element pairwise.</summary>
    private const int MaxLength = 2 * 1024 * 1024;

    public override bool Matches(string fileName) =>
        base.Matches(fileName) || Array.Exists(extensions, e => BaseName(fileName).EndsWith(e, StringComparison.OrdinalIgnoreCase));

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        if (utf8.Length > MaxLength)
        {
            throw new LockfileException($"has {utf8.Length} bytes where at most {MaxLength} are read");
        }

        // From text, not bytes: a declaration may still name the encoding that the file had before it became UTF-8.
        using var text = new StringReader(Encoding.UTF8.GetString(utf8.Span));
        using var xml = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
        var document = new MSBuildDocument();
        try
        {
            document.Read(xml);
        }
        catch (XmlException problem)
        {
            // A document type is refused without saying where.
            var isPlaced = problem.LineNumber > 0;
            throw new LockfileException(
                "is not valid XML, or declares a document type", isPlaced ? problem.LineNumber : null, isPlaced ? problem.LinePosition : null);
        }

        document.WriteTo(sink);
    }
}

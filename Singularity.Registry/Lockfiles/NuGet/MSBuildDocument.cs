using System.Xml;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>The package items and properties of one MSBuild file. Namespaces are ignored: old project files have one, new ones none.</summary>
internal sealed class MSBuildDocument
{
    private const int MaxDepth = 64;

    private readonly MSBuildProperties _properties = new();
    private readonly List<MSBuildItem> _items = [];

    /// <summary>By depth, the elements around the current node; beyond its depth what was there before.</summary>
    private readonly (string Name, bool IsConditional, MSBuildItem? Item)[] _path = new (string, bool, MSBuildItem?)[MaxDepth];

    /// <exception cref="XmlException">It is not XML, or declares a document type.</exception>
    public void Read(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                ReadElement(xml);
            }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && xml.Depth > 1)
            {
                ReadText(xml);
            }
        }
    }

    public void WriteTo(LockfileSink sink)
    {
        foreach (var item in _items)
        {
            item.WriteTo(sink, _properties);
        }
    }

    private void ReadElement(XmlReader xml)
    {
        var line = ((IXmlLineInfo)xml).LineNumber;
        if (xml.Depth >= MaxDepth)
        {
            throw new LockfileException($"nests deeper than {MaxDepth} levels", line);
        }

        if (xml.Depth == 0 && xml.LocalName != "Project")
        {
            throw new LockfileException("the outermost element is not Project", line);
        }

        // Properties within targets are set while building, if at all.
        var isConditional = xml.LocalName == "Target" || xml.GetAttribute("Condition") is not null
            || (xml.Depth > 0 && _path[xml.Depth - 1].IsConditional);
        _path[xml.Depth] = (xml.LocalName, isConditional, MSBuildItem.IsPackage(xml.LocalName) ? AddItem(xml, line) : null);
    }

    private MSBuildItem AddItem(XmlReader xml, int line)
    {
        if (_items.Count >= LockfileLimits.MaxEntries)
        {
            throw LockfileLimits.TooManyEntries(line);
        }

        var item = new MSBuildItem(xml.GetAttribute("Include"), xml.GetAttribute("Update"), line)
        {
            Version = xml.GetAttribute("Version"),
            VersionOverride = xml.GetAttribute("VersionOverride"),
        };
        _items.Add(item);
        return item;
    }

    /// <summary>Of a property, or of an item's version written as an element.</summary>
    private void ReadText(XmlReader xml)
    {
        var (name, isConditional, _) = _path[xml.Depth - 1];
        var (outer, _, item) = _path[xml.Depth - 2];
        if (outer == "PropertyGroup")
        {
            _properties.Set(name, xml.Value, isConditional, ((IXmlLineInfo)xml).LineNumber);
        }
        else if (item is not null && name == "Version")
        {
            item.Version = xml.Value;
        }
        else if (item is not null && name == "VersionOverride")
        {
            item.VersionOverride = xml.Value;
        }
    }
}

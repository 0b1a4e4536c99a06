namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>
/// Walks what can be reached from a package's entry points, the nearest first, and writes each declaration once, under the path by which it is
/// imported: <c>ZodType.parse</c>, <c>z.string</c>; of an entry other than the main one with that before it, <c>zod/v3#ZodString.min</c>; of a
/// module declared by name likewise, <c>node:fs#readFile</c>.
/// </summary>
internal sealed class PublicApi(ScriptModules modules, DeclarationSnippets output, string packageName)
{
    /// <summary>Namespaces within namespaces.</summary>
    private const int MaxDepth = 8;

    private readonly ModuleExports _exports = new(modules);
    private readonly HashSet<ScriptScope> _seen = [];
    private readonly HashSet<Declaration> _written = [];
    private readonly Queue<Step> _steps = new();
    private readonly Queue<ScriptScope> _files = new();
    private readonly HashSet<ScriptScope> _loaded = [];

    /// <param name="subpath">Empty for the main entry, else as in <c>/v3</c>.</param>
    public void Add(ScriptScope entry, string subpath)
    {
        var prefix = subpath.Length == 0 ? "" : $"{packageName}{subpath}#";
        Enqueue(new Step(entry, prefix, 0));
        while (!output.IsFull && _steps.TryDequeue(out var step))
        {
            Walk(step);
        }

        AddGlobals(entry);
    }

    private void Walk(Step step)
    {
        var exports = _exports.Of(step.Scope);
        var alias = Alias(step.Scope, exports);
        foreach (var (name, target) in exports)
        {
            if (name == "export=")
            {
                WriteWhole(step, target);
            }
            else if (!MemberParser.IsPrivate(name))
            {
                Write(step, name == "default" ? DefaultName(target) : name, target, alias);
            }
        }
    }

    private void Write(Step step, string name, ExportTarget target, (ScriptScope Scope, string Name)? alias)
    {
        if (target.Module is { } module)
        {
            if (module != alias?.Scope && step.Depth < MaxDepth)
            {
                Enqueue(new Step(module, $"{step.Prefix}{(alias is null ? "" : alias.Value.Name + ".")}{name}.", step.Depth + 1));
            }

            return;
        }

        foreach (var declaration in target.Declarations.Where(_written.Add))
        {
            // Types are named bare, values through the namespace that the package offers for them.
            var isValue = declaration.Kind is DeclarationKind.Function or DeclarationKind.Variable;
            var symbol = step.Prefix + (alias is not null && isValue ? $"{alias.Value.Name}.{name}" : name);
            WriteOne(step, declaration, symbol);
        }
    }

    private void WriteOne(Step step, Declaration declaration, string symbol)
    {
        if (declaration.Body is not { } body)
        {
            output.Write(declaration, symbol);
        }
        else if (step.Depth < MaxDepth)
        {
            Enqueue(new Step(body, symbol + ".", step.Depth + 1));
        }
    }

    /// <summary><c>export = name</c>: what is declared under the name, which readers use as the module's own.</summary>
    private void WriteWhole(Step step, ExportTarget target)
    {
        if (target.Module is { } module)
        {
            Enqueue(step with { Scope = module, Depth = step.Depth + 1 });
        }

        foreach (var declaration in target.Declarations.Where(_written.Add))
        {
            WriteOne(step, declaration, step.Prefix + declaration.Name);
        }
    }

    /// <summary>A namespace that an entry offers besides the same names bare, as in <c>export * from "./x"; export * as z from "./x"</c>.</summary>
    private (ScriptScope Scope, string Name)? Alias(ScriptScope scope, IReadOnlyDictionary<string, ExportTarget> exports)
    {
        var starred = _exports.Starred(scope).ToHashSet();
        foreach (var (name, target) in exports)
        {
            if (target.Module is { } module && name != "default" && starred.Contains(module))
            {
                return (module, name);
            }
        }

        return null;
    }

    private void AddGlobals(ScriptScope entry)
    {
        if (_loaded.Add(entry))
        {
            _files.Enqueue(entry);
        }

        while (!output.IsFull && _files.TryDequeue(out var file))
        {
            foreach (var reference in file.References)
            {
                if (modules.Resolve(file.Source, reference) is { } referenced && _loaded.Add(referenced))
                {
                    _files.Enqueue(referenced);
                }
            }

            AddGlobalsOf(file);
            while (!output.IsFull && _steps.TryDequeue(out var step))
            {
                Walk(step);
            }
        }
    }

    private void AddGlobalsOf(ScriptScope file)
    {
        foreach (var (name, module) in file.AmbientModules)
        {
            if (!name.Contains('*') && !ScriptPath.IsRelative(name))
            {
                Enqueue(new Step(module, name == packageName ? "" : name + "#", 0));
            }
        }

        foreach (var declaration in file.Globals.SelectMany(static g => g.Declarations).Concat(file.IsModule || file.Source.IsJavaScript ? [] : file.Declarations))
        {
            if (!MemberParser.IsPrivate(declaration.Name) && !IsEmpty(declaration) && _written.Add(declaration))
            {
                WriteOne(new Step(file, "", 0), declaration, declaration.Name);
            }
        }

        // Ambient modules extend the global scope from within as well.
        foreach (var (_, module) in file.AmbientModules)
        {
            foreach (var declaration in module.Globals.SelectMany(static g => g.Declarations).Where(d => !MemberParser.IsPrivate(d.Name) && _written.Add(d)))
            {
                WriteOne(new Step(module, "", 0), declaration, declaration.Name);
            }
        }
    }

    /// <summary><c>interface Element { }</c> says that some environments have more; it is nothing to know.</summary>
    private static bool IsEmpty(Declaration declaration) => declaration is { Kind: DeclarationKind.Interface, Members.Count: 0 }
        && declaration.NameStart + declaration.Name.Length == declaration.End;

    private string DefaultName(ExportTarget target) =>
        target.Declarations.Count > 0 && target.Declarations[0].Name is { Length: > 0 } name && !MemberParser.IsPrivate(name) ? name : PackageIdentifier.Of(packageName);

    private void Enqueue(Step step)
    {
        if (_seen.Add(step.Scope))
        {
            _steps.Enqueue(step);
        }
    }

    private readonly record struct Step(ScriptScope Scope, string Prefix, int Depth);
}

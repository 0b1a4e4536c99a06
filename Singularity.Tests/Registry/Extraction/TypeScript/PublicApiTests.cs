using Singularity.Tests.Registry.Extraction.Npm;

namespace Singularity.Tests.Registry.Extraction.TypeScript;

public sealed class PublicApiTests
{
    [Fact]
    public void A_schema_library_reads_as_its_users_write_it()
    {
        NpmExtraction.Signatures(
            ("package.json", """{ "exports": { ".": { "types": "./index.d.cts" }, "./v3": { "types": "./v3.d.cts" } } }"""),
            ("index.d.cts", "import * as s from \"./external.cjs\";\nexport * from \"./external.cjs\";\nexport { s, s as default };"),
            ("external.d.cts", "export * as core from \"./core/index.cjs\";\nexport * from \"./schemas.cjs\";\nexport type { infer } from \"./core/index.cjs\";"),
            ("core/index.d.cts", "export type infer<T> = T;\nexport declare function config(): void;"),
            ("schemas.d.cts", """
                export interface SType { parse(data: unknown): this; }
                export declare const SType: unknown;
                export declare function string(params?: string): SType;
                declare function _null(): SType;
                export { _null as null };
                export declare function _private(): void;
                """),
            ("v3.d.cts", "export declare function string(): string;"))
            .ShouldBe([
                ("infer", "type infer<T> = T"),
                ("SType", "interface SType {\n  parse(data: unknown): this;\n}"),
                ("s.SType", "const SType: unknown"),
                ("s.string", "function string(params?: string): SType"),
                ("s.null", "function null(): SType"),
                ("s.core.config", "function config(): void"),
                ("demo/v3#string", "function string(): string"),
                ("SType.parse", "parse(data: unknown): this"),
            ]);
    }

    [Fact]
    public void A_module_that_is_one_namespace_is_named_by_it() =>
        NpmExtraction.Symbols(("index.d.ts", """
            export = Lib;
            export as namespace Lib;
            type Private = string;
            declare function Lib(x: Private): void;
            declare namespace Lib {
              function use<S>(initial: S): S;
              namespace Inner { interface Thing { a: 1 } }
              const version: string;
            }
            """)).ShouldBe(["Lib", "Lib.use", "Lib.version", "Lib.Inner.Thing"]);

    [Fact]
    public void Declared_modules_and_globals_are_found_through_references() =>
        NpmExtraction.Symbols(
            ("index.d.ts", "/**\n * Licence.\n */\n/// <reference lib=\"es2020\" />\n/// <reference path=\"sub/path.d.ts\" />\n/// <reference path=\"globals.d.ts\" />"),
            ("sub/path.d.ts", """
                declare module "node:path" {
                  namespace path { interface Parsed { root: string } function join(...parts: string[]): string; }
                  const path: path.Path;
                  export = path;
                }
                declare module "path" { import path = require("node:path"); export = path; }
                declare module "*.css" { const css: string; export default css; }
                """),
            ("globals.d.ts", "declare var process: unknown;\ninterface Window {}\ndeclare module \"node:x\" { global { function fetch(): void; } export function y(): void; }"))
            .ShouldBe(["node:path#path", "node:path#path.Parsed", "node:path#path.join", "node:x#y", "process", "fetch"], ignoreOrder: true);

    [Fact]
    public void A_declaration_that_has_several_ways_is_written_once() =>
        NpmExtraction.Symbols(
            ("package.json", """{ "exports": { ".": "./index.js", "./a": "./a.js" } }"""),
            ("index.d.ts", "export * from './a';\nexport { one as uno } from './a';"),
            ("a.d.ts", "export declare const one: 1;\nexport declare const two: 2;"))
            .Select(s => s is "uno" or "one" ? "one" : s).ShouldBe(["one", "two"]);

    [Fact]
    public void Modules_that_import_each_other_end() =>
        NpmExtraction.Symbols(
            ("index.d.ts", "export * from './a';\nexport * as self from './index';"),
            ("a.d.ts", "export * from './index';\nexport * from './b';\nexport declare const a: 1;"),
            ("b.d.ts", "export { a as b } from './a';\nexport { missing } from './a';\nexport * from '../../outside';\nexport * from 'other';"))
            .ShouldContain("a");

    [Fact]
    public void Only_what_can_be_imported_is_public() =>
        NpmExtraction.Symbols(
            ("index.d.ts", "import { inner } from './inner';\nexport declare const outer: typeof inner;\n/** @hidden */\nexport declare const hidden: 1;"),
            ("inner.d.ts", "export declare const inner: 1;"),
            ("other.d.ts", "export declare const other: 1;")).ShouldBe(["outer"]);

    [Fact]
    public void Minified_files_are_skipped() =>
        NpmExtraction.Symbols(("index.d.ts", string.Concat(Enumerable.Range(0, 2000).Select(i => $"export declare const a{i}:1;")))).ShouldBeEmpty();
}

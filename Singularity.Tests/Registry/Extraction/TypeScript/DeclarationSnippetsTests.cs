using Singularity.Contracts.Packages;
using Singularity.Tests.Registry.Extraction.Npm;

namespace Singularity.Tests.Registry.Extraction.TypeScript;

public sealed class DeclarationSnippetsTests
{
    [Fact]
    public void Functions_have_one_signature_for_each_overload()
    {
        var snippets = NpmExtraction.Extract(("index.d.ts", """
            import { Readable } from "node:stream";

            /**
             * Reads a stream to its end.
             *
             * More about it.
             */
            export declare function collect(
              source: Readable, // where from
              options?: {
                encoding: "utf8";
              },
            ): Promise<string>;
            export declare function collect<T extends Readable = Readable>(source: T): Promise<Buffer>
            declare function notExported(): void;
            """));

        snippets.Select(s => (s.Symbol, s.Code, s.Line, s.Description, s.Language)).ShouldBe([
            ("collect", "function collect(source: Readable, options?: { encoding: \"utf8\"; }): Promise<string>", 8, "Reads a stream to its end.", "typescript"),
            ("collect", "function collect<T extends Readable = Readable>(source: T): Promise<Buffer>", 14, null, "typescript"),
        ]);
    }

    [Fact]
    public void Types_list_their_members_and_methods_stand_on_their_own_too()
    {
        NpmExtraction.Signatures(("index.d.ts", """
            export interface Schema<out T> extends Base<T> {
              readonly kind: "a" | "b";
              /** Checks a value. */
              parse(data: unknown, ctx?: Context<{ strict: boolean }>): T;
              check: (data: unknown) => data is T
              [key: string]: unknown;
              (data: unknown): T;
              _hidden: 1;
              /** @internal */
              secret(): void;
            }
            export declare abstract class Store {
              #count: number;
              private readonly path;
              protected open(): void;
              constructor(path: string);
              static of(path: string): Store;
              get size(): number;
              abstract close?(): void;
            }
            export declare enum Level { Low = 1, High = "h" }
            export type Options = Base & {
              /** In milliseconds. */
              timeout?: number;
            };
            """)).ShouldBe([
            ("Schema", "interface Schema<out T> extends Base<T> {\n  readonly kind: \"a\" | \"b\";\n  parse(data: unknown, ctx?: Context<{ strict: boolean }>): T;\n"
                + "  check: (data: unknown) => data is T;\n  [key: string]: unknown;\n  (data: unknown): T;\n}"),
            ("Store", "class Store {\n  constructor(path: string);\n  static of(path: string): Store;\n  get size(): number;\n  abstract close?(): void;\n}"),
            ("Level", "enum Level {\n  Low = 1,\n  High = \"h\",\n}"),
            ("Options", "type Options = Base & { timeout?: number; }"),
            ("Schema.parse", "parse(data: unknown, ctx?: Context<{ strict: boolean }>): T"),
            ("Schema.check", "check: (data: unknown) => data is T"),
            ("Store.constructor", "constructor(path: string)"),
            ("Store.of", "static of(path: string): Store"),
            ("Store.size", "get size(): number"),
            ("Store.close", "abstract close?(): void"),
            ("Options.timeout", "timeout?: number"),
        ]);
    }

    [Fact]
    public void Statements_end_without_semicolons_as_well()
    {
        NpmExtraction.Signatures(("index.d.ts", """
            export type Key =
              | string
              | number
            export declare const first: string, second: Map<string, number>
            export type Check<T> = T extends string
              ? true
              : false
            export declare let last: () => void
            """)).ShouldBe([
            ("Key", "type Key = | string | number"),
            ("first", "const first: string"),
            ("second", "const second: Map<string, number>"),
            ("Check", "type Check<T> = T extends string ? true : false"),
            ("last", "let last: () => void"),
        ]);
    }

    [Fact]
    public void Long_types_are_shortened_where_it_hurts_least()
    {
        var members = string.Concat(Enumerable.Range(0, 100).Select(i => $"property{i}: string; "));
        NpmExtraction.Signatures(("index.d.ts", $"export declare function f(a: {{ {members} }}, b: number): void;"))
            .ShouldBe([("f", "function f(a: { … }, b: number): void")]);
        var union = string.Join(" | ", Enumerable.Range(0, 300).Select(i => $"'value{i}'"));
        var (_, code) = NpmExtraction.Signatures(("index.d.ts", $"export type U = {union};")).ShouldHaveSingleItem();
        code.Length.ShouldBeLessThan(1_010);
        code.ShouldMatch("^type U = 'value0' .* 'value\\d+' …$");
    }

    [Fact]
    public void A_property_that_did_not_fit_the_listing_stands_on_its_own()
    {
        var members = string.Concat(Enumerable.Range(0, 100).Select(i => $"  property{i}: string;\n"));
        var signatures = NpmExtraction.Signatures(("index.d.ts", $"export interface Large {{\n{members}}}"));
        signatures[0].Code.ShouldEndWith("\n  …\n}");
        signatures.ShouldContain(("Large.property99", "property99: string"));
    }

    [Fact]
    public void Deprecation_is_said_first() =>
        NpmExtraction.Extract(("index.d.ts", """
            /**
             * Makes an email.
             * @deprecated Use {@link mail} instead.
             */
            export declare function email(): string;
            """)).ShouldHaveSingleItem().Description.ShouldBe("Deprecated: Use mail instead. Makes an email.");

    [Fact]
    public void Examples_keep_their_line_and_language()
    {
        var snippets = NpmExtraction.Extract(("index.d.ts", """
            /**
             * Adds.
             *
             * ```js
             * add(1, 2)
             *   // 3
             * ```
             * @param a - the first
             * @example <caption>More</caption>
             *
             *   add(0, 0)
             *     .toFixed()
             * @example
             * Words before it.
             * ~~~ts
             * add(3, 4)
             * ~~~
             * @returns the sum
             */
            export declare function add(a: number, b: number): number;
            """));
        snippets.Where(s => s.Kind == SnippetKind.Doctest).Select(s => (s.Symbol, s.Language, s.Line, s.Code)).ShouldBe([
            ("add", "javascript", 5, "add(1, 2)\n  // 3"),
            ("add", "typescript", 11, "add(0, 0)\n  .toFixed()"),
            ("add", "typescript", 16, "add(3, 4)"),
        ]);
    }

    [Fact]
    public void Comments_without_stars_are_read_alike()
    {
        var snippets = NpmExtraction.Extract(("index.d.ts", "/**\nMaps in parallel.\n\n@example\n```\nimport map from 'demo';\n\n\tawait map([1]);\n```\n*/\nexport default function map(input: number[]): void;"));
        snippets.Select(s => (s.Kind, s.Symbol, s.Line, s.Code)).ShouldBe([
            (SnippetKind.Signature, "map", 11, "function map(input: number[]): void"),
            (SnippetKind.Doctest, "map", 6, "import map from 'demo';\n\n\tawait map([1]);"),
        ]);
        snippets[0].Description.ShouldBe("Maps in parallel.");
    }
}

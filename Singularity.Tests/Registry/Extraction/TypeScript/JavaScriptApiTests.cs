using Singularity.Contracts.Packages;
using Singularity.Tests.Registry.Extraction.Npm;

namespace Singularity.Tests.Registry.Extraction.TypeScript;

public sealed class JavaScriptApiTests
{
    [Fact]
    public void A_web_framework_of_the_old_school_reads_as_its_users_write_it()
    {
        var snippets = NpmExtraction.Extract(
            ("index.js", "'use strict';\n\nmodule.exports = require('./lib/demo');"),
            ("lib/demo.js", """
                var parser = require('body-parser');
                var proto = require('./application');
                var req = require('./request');

                exports = module.exports = createApplication;

                /**
                 * Create an application.
                 *
                 * @return {Function}
                 * @api public
                 */
                function createApplication() {
                  var app = function (req, res) { app.handle(req, res); };
                  return app;
                }

                exports.application = proto;
                exports.request = req;
                exports.json = parser.json
                """),
            ("lib/application.js", """
                var app = exports = module.exports = {};

                /**
                 * Initialize.
                 * @private
                 */
                app.init = function init() {};

                /**
                 * Assign `setting` to `val`.
                 *
                 *    app.set('foo', 'bar');
                 *    // => app
                 *
                 * @param {String} setting
                 * @param {*} [val]
                 * @return {Server} for chaining
                 */
                app.set = function set(setting, val) {
                  if (arguments.length === 1) { return this.settings[setting] / 2; }
                };

                app.use = function use(fn) {};
                """),
            ("lib/request.js", """
                var req = Object.create(http.IncomingMessage.prototype)
                module.exports = req

                /** Return a header. */
                req.get =
                req.header = function header(name) { return name };

                /**
                 * The protocol.
                 * @return {String}
                 */
                defineGetter(req, 'protocol', function protocol() { return 'http'; });

                function defineGetter(obj, name, getter) {}
                """));

        snippets.Where(s => s.Kind == SnippetKind.Signature).Select(s => (s.Symbol, s.Code, s.Path, s.Line)).ShouldBe([
            ("demo", "function demo(): Function", "lib/demo.js", 13),
            ("app.set", "app.set(setting: String, val?: *): Server", "lib/application.js", 19),
            ("app.use", "app.use(fn)", "lib/application.js", 23),
            ("req.get", "req.get(name)", "lib/request.js", 5),
            ("req.header", "req.header(name)", "lib/request.js", 5),
            ("req.protocol", "get req.protocol: String", "lib/request.js", 12),
            ("demo.json", "demo.json = parser.json", "lib/demo.js", 20),
        ]);
        var doctest = snippets.Single(s => s.Kind == SnippetKind.Doctest);
        (doctest.Symbol, doctest.Line, doctest.Code, doctest.Language).ShouldBe(("app.set", 12, "app.set('foo', 'bar');\n// => app", "javascript"));
        snippets.Single(s => s.Symbol == "req.get").Description.ShouldBe("Return a header.");
    }

    [Fact]
    public void ES_modules_are_followed_from_the_entry() =>
        NpmExtraction.Signatures(
            ("package.json", """{ "exports": "./index.js" }"""),
            ("index.js", """
                import helper, { twice as double } from './lib/helper.js';
                export * from './lib/more.js';
                export { double, helper as default };
                export * as tools from './lib/tools.mjs';
                /**
                 * @param {number} a
                 * @param {object} [options]
                 * @returns {Promise<number>}
                 */
                export const add = async (a, { b = 1, c } = {}, ...rest) => a + b;
                export class Queue extends Array {
                  #size = 0;
                  /** @param {string} item */
                  push(item, front = false) { if (item) { return 1 } }
                  static from(items) {}
                  _private() {}
                }
                const local = 1;
                """),
            ("lib/helper.js", "export default function helper(x) {}\nexport function twice(x) { return x * 2 }"),
            ("lib/more.js", "export let level = 3;\nexport default 7;"),
            ("lib/tools.mjs", "export function saw() {}")).ShouldBe(
        [
            ("add", "function add(a: number, { b = 1, c } = {}, ...rest): Promise<number>"),
            ("Queue", "class Queue extends Array {\n  push(item, front?);\n  static from(items);\n}"),
            ("double", "function double(x)"),
            ("helper", "function helper(x)"),
            ("tools.saw", "tools.saw()"),
            ("level", "const level = 3"),
            ("Queue.push", "push(item: string, front?)"),
            ("Queue.from", "static from(items)"),
        ], ignoreOrder: true);

    [Fact]
    public void What_compilers_make_of_modules_is_understood() =>
        NpmExtraction.Signatures(
            ("index.js", """
                "use strict";
                Object.defineProperty(exports, "__esModule", { value: true });
                exports.late = exports.other = void 0;
                var parse_1 = require("./parse");
                Object.defineProperty(exports, "parse", { enumerable: true, get: function () { return parse_1.parse; } });
                __exportStar(require("./star"), exports);
                function late(a) {}
                exports.late = late;
                """),
            ("parse.js", "exports.parse = parse;\nfunction parse(text, options) {}"),
            ("star.js", "exports.star = (x) => x;")).ShouldBe(
        [
            ("late", "function late(a)"),
            ("other", "const other = void 0"),
            ("parse", "function parse(text, options)"),
            ("star", "function star(x)"),
        ], ignoreOrder: true);

    [Fact]
    public void Objects_factories_and_prototypes_are_opened() =>
        NpmExtraction.Signatures(
            ("index.js", """
                ;(function () {
                  var runInContext = (function runInContext(context) {
                    /** Wraps. */
                    function lodash(value) {}
                    /**
                     * @param {Array} array
                     * @param {number} [size=1]
                     * @returns {Array}
                     */
                    function chunk(array, size, guard) {}
                    /**
                     * @param {number} augend
                     * @param {number} addend
                     */
                    var add = createMathOperation(function (a, b) { return a + b; }, 0);
                    lodash.chunk = chunk;
                    lodash.add = add;
                    lodash.prototype.at = function (...paths) {};
                    return lodash;
                  });
                  var _ = runInContext();
                  (freeModule.exports = _)._ = _;
                }.call(this));
                """)).ShouldBe(
        [
            ("demo", "function demo(value)"),
            ("demo.chunk", "demo.chunk(array: Array, size?: number, guard): Array"),
            ("demo.add", "demo.add(augend: number, addend: number)"),
            ("demo.at", "demo.at(...paths)"),
        ], ignoreOrder: true);

    [Fact]
    public void Object_literals_list_their_members() =>
        NpmExtraction.Signatures(
            ("index.js", "const b = require('./b');\nfunction a(x) {}\nmodule.exports = { a, b: b.one, 'c': 1, d(y) {}, async e() {}, get f() { return 1 }, ...require('./b'), _no: 1 };"),
            ("b.js", "module.exports = { one: function (z) {}, two: 2 };")).ShouldBe(
        [
            ("a", "function a(x)"), ("b", "function b(z)"), ("c", "const c = 1"), ("d", "function d(y)"), ("e", "function e()"), ("f", "get f"),
            ("one", "function one(z)"), ("two", "const two = 2"),
        ], ignoreOrder: true);

    [Fact]
    public void The_variant_for_development_is_read_where_there_are_two() =>
        NpmExtraction.Symbols(
            ("index.js", "if (process.env.NODE_ENV === 'production') { module.exports = require('./min.js'); } else { module.exports = require('./dev.js'); }"),
            ("min.js", "exports.a=1;"), ("dev.js", "exports.useState = function (initial) {};")).ShouldBe(["useState"]);
}

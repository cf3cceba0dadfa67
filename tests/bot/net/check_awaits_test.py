"""What tools/check_awaits.py must find, and what it must leave alone."""
import importlib.util
import sys
import unittest

spec = importlib.util.spec_from_file_location('check_awaits', sys.argv.pop(1))
lint = importlib.util.module_from_spec(spec)
spec.loader.exec_module(lint)

MISCOMPILED = [
    'if (co_await ready()) go();',
    'if (!co_await ready()) { go(); }',
    'while (co_await more()) go();',
    'switch (co_await which()) { case 1: go(); }',
    'for (int k = 0; k < 3; ++k) { if (co_await f()) go(); }',
    'if (auto r = co_await f(x); r) go();',
    'for (auto x : co_await many()) go(x);',
    'co_await call(req{a, b});',
    'co_await call({.method = a});',
    'co_await f({"a", "b"});',
    'co_await f(std::vector<std::string>{a, b});',
    'request r{post, co_await next(s)};',
    'co_return request{post, co_await next(s)};',
    'v.push_back(co_await f());',
    'v.push_back(request{post, co_await f()});',
    'auto x = b ? co_await f(s) : co_await f(t);',
    'auto x = co_await f(b ? s : t);',
    'auto x = co_await f(s) + co_await f(t);',
    'auto x = 1 + co_await f(s);',
    'x += co_await f(s);',
    'return_value(co_await f(s));',
    'throw co_await f(s);',
    'co_await with([s] { return s; });',
    'co_await with([s]() -> int { return s; });',
    'co_spawn(co_await this_coro::executor, f(), detached);',
    'co_spawn(ex, [s]() -> awaitable<void> { co_await f(s); }(), detached);',
    'co_spawn(ex, [=, &t](int a) mutable -> awaitable<void> { co_await f(s); }(1), detached);',
    'if (a) { x = !co_await f(); }',
    'const bool ok = !(co_await f());',
]

FINE = [
    'co_await f(x);',
    'if (tls) co_await f(x);',
    'if (a && (b || c)) { co_await f(x); } else co_await g(x);',
    'for (int i = 0; i < 3; ++i) last = co_await f(x);',
    'while (!ec) { n = co_await f(into(ec)); total += n; }',
    'do { co_await f(x); } while (again);',
    'const auto y = co_await f("a;{?" + s);',
    "const auto y = co_await f('{', 1'000'000, s[1]);",
    'auto [ec, n] = co_await f(x);',
    'std::map<std::string, int> y = co_await f<int>(x);',
    'this->at[3].x = co_await f(x);',
    'co_return co_await f(x);',
    '(void)co_await f(x);',
    'switch (a) { case kind::one: co_await f(x); break; default: co_await g(x); }',
    'try { co_return co_await f(x); } catch (const std::exception& e) { request r{a, b}; }',
    'request r{a, b}; co_await f(std::move(r));',
    'handler h = [&](request in) -> asio::awaitable<response> { co_await f(in); co_return response(); };',
    'co_spawn(ex, session(std::move(s)), detached);',
    'co_spawn(ex, [s]() -> awaitable<void> { co_await f(s); }, detached);',
    '// if (co_await f()) in a comment\nint x;',
    'struct a : b { awaitable<int> f() const override { co_return co_await g(); } };',
    'const int z = b ? 1 : 2; co_await f(z);',
]


class CheckAwaits(unittest.TestCase):
    def test_finds_what_is_miscompiled(self):
        for text in MISCOMPILED:
            with self.subTest(text):
                self.assertTrue(list(lint.complaints('awaitable<int> f(int s) {\n' + text + '\n}\n')))

    def test_leaves_the_rest_alone(self):
        for text in FINE:
            with self.subTest(text):
                self.assertEqual(list(lint.complaints('awaitable<int> f(int s) {\n' + text + '\n}\n')), [])

    def test_names_the_line(self):
        self.assertEqual([n for n, _ in lint.complaints('f() {\n\n  if (co_await g())\n  {}\n}\n')], [3])


unittest.main()

// Sets the colour scheme before the first paint. A classic script of its own, because the policy allows no inline one.
(function chooseTheme() {
  let chosen = 'system';
  try {
    chosen = localStorage.getItem('sitrep-theme') ?? 'system';
  } catch (error) {
    console.warn('The chosen theme cannot be read; the system decides.', error);
  }
  const isDark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();

// put into index.html by early.mjs: the files of the page at this address, loaded while the application is on its way
(function (plan) {
  var route = plan.routes[location.pathname.replace(/\/+$/, '') || '/'];
  if (!route) return;
  route.forEach(function (index) {
    var link = document.createElement('link');
    var styles = /\.css$/.test(plan.files[index]);
    link.rel = styles ? 'preload' : 'modulepreload';
    if (styles) link.as = 'style';
    link.crossOrigin = '';
    link.href = plan.files[index];
    document.head.append(link);
  });
})(PLAN);

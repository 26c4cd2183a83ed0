/**
 * Words that say nothing about what a Portuguese text is about, accents folded: the Snowball list, the interrogatives a
 * question is made of, and the marks of a number (`nº`, `n.`, `art.`), whose content is kept in the term of the number
 * itself.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a ao aos aquela aquelas aquele aqueles aquilo as ate com como da das de dela delas dele deles depois do dos e ela
  elas ele eles em entre era eram eramos essa essas esse esses esta estamos estao estar estas estava estavam este
  esteja estejam estes esteve estive estiver estivera estiveram estou eu foi fomos for fora foram forem formos fosse
  fossem fui ha haja hajam havia hei houve houver houvera houveram houveria isso isto ja lhe lhes mais mas me mesmo meu
  meus minha minhas muito na nao nas nem no nos nossa nossas nosso nossos num numa o os ou para pela pelas pelo pelos
  por porque qual quais qualquer quaisquer quando que quem onde cada pode podem se seja sejam sem ser sera serao seria
  seu seus so sobre sua suas sao tambem te tem temos tenha tenham tenho ter tera terao teria teve tinha tinham tu tua
  teu um uma umas uns voce voces vos cujo cuja cujos cujas
  art arts artigo artigos n num numero numeros`.split(/\s+/),
);
